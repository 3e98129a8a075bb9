package dev.moorage.storage.s3;

import dev.moorage.storage.spi.BodySource;
import dev.moorage.storage.spi.ByteRange;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.Published;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The bytes of a staged object, and how they are kept. */
interface StagedBody extends AutoCloseable {
    /** How many of them are durable. */
    long size();

    /** Appends all that a source gives; the answer is why it broke off. */
    Optional<IOException> append(BodySource source) throws IOException;

    /** Drops the bytes from a size on, which is more than 0 and less than what is there. */
    void truncate(long size) throws IOException;

    /** What names the bytes now. */
    StagingState state();

    Optional<ObjectContent> read(ByteRange range) throws IOException;

    /** Brings the bytes into the form that can be published. */
    void seal() throws IOException;

    boolean accepts(ObjectKey target);

    Published publish(ObjectKey target) throws IOException;

    /** The multipart uploads that are neither completed nor aborted. */
    List<UploadRef> unfinished();

    /** Frees what the writer holds. Never fails. */
    @Override
    void close();
}
