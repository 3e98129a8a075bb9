package dev.moorage.storage.s3.request;

import dev.moorage.storage.spi.io.Part;
import dev.moorage.storage.spi.io.PartBuffers;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.staging.BodySource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;

/** Bytes to be sent to the store, with their checksum. They can be sent any number of times. */
public final class OutgoingPart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingPart.class);

    private final Checksums.Running checksum;
    private final Part part;

    private OutgoingPart(Checksums.Running checksum, Part part) {
        this.checksum = checksum;
        this.part = part;
    }

    /**
     * Creates an empty part.
     *
     * @param capacity in bytes
     */
    public static OutgoingPart of(PartBuffers buffers, Checksums checksums, long capacity) {
        Checksums.Running checksum = checksums.begin();
        return new OutgoingPart(checksum, buffers.part(capacity, checksum));
    }

    /**
     * The result of filling a part.
     *
     * @param ended whether the source has no more bytes. Otherwise the part is full.
     * @param broken the failure that ended the source, if it did not end normally
     */
    public record Filled(boolean ended, Optional<IOException> broken) {}

    public long size() {
        return part.size();
    }

    public String checksum() {
        return checksum.value();
    }

    public RequestBody body() {
        return RequestBody.fromContentProvider(part::open, part.size(), Bucket.CONTENT_TYPE);
    }

    /** Reads from a source until the part is full or the source ends. */
    public Filled fill(BodySource source) throws IOException {
        while (!part.isFull()) {
            ByteBuffer space = part.space();
            int count;
            try {
                count = source.read(space);
            } catch (IOException e) {
                return new Filled(true, Optional.of(e));
            }
            if (count < 0) {
                return new Filled(true, Optional.empty());
            }
            part.filled();
        }
        return new Filled(false, Optional.empty());
    }

    /** Adds content that is read back from the store, to its end or until the part is full. */
    public void fill(ObjectContent content) throws IOException {
        fillWhole(BodySource.of(content::read));
    }

    private void fillWhole(BodySource source) throws IOException {
        Filled filled = fill(source);
        if (filled.broken().isPresent()) {
            throw filled.broken().get();
        }
    }

    /** Adds the bytes of another part. */
    public void fill(OutgoingPart other) throws IOException {
        try (InputStream bytes = other.part.open()) {
            byte[] buffer = new byte[64 * 1024];
            fillWhole(BodySource.of(space -> {
                int count = bytes.read(buffer, 0, Math.min(buffer.length, space.remaining()));
                if (count > 0) {
                    space.put(buffer, 0, count);
                }
                return count;
            }));
        }
    }

    /** Releases the memory. Never fails and may be called twice. */
    @Override
    public void close() {
        try {
            part.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A part could not be closed");
        }
    }
}
