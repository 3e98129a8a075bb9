package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The bytes of a staged object, and how the driver stores them. */
interface StagedBody extends AutoCloseable {
    /** Returns the number of durable bytes. */
    long size();

    /** Appends all bytes of a source. Returns the failure that ended the source early, if there was one. */
    Optional<IOException> append(BodySource source) throws IOException;

    /**
     * Drops the bytes from an offset on.
     *
     * @param size the offset, greater than 0 and less than the current size
     */
    void truncate(long size) throws IOException;

    /** Returns the state that names the current bytes. */
    StagingState state();

    Optional<ObjectContent> read(ByteRange range) throws IOException;

    /** Brings the bytes into a form that can be published. */
    void seal() throws IOException;

    boolean accepts(ObjectKey target);

    Published publish(ObjectKey target) throws IOException;

    /** Lists the multipart uploads that are neither completed nor aborted. */
    List<UploadRef> unfinished();

    /** Releases the writer's resources. Never fails. */
    @Override
    void close();
}
