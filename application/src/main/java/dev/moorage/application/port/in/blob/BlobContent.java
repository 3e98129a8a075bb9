package dev.moorage.application.port.in.blob;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a blob, or of a range of it, in order. */
public interface BlobContent extends AutoCloseable {
    /**
     * Reads some bytes; blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, or -1 when all were read
     * @throws IOException storage failed, or the blob is shorter than it should be
     */
    int read(ByteBuffer destination) throws IOException;

    @Override
    void close();
}
