package dev.moorage.application.port.in.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The bytes of a blob, or of a range of it, in order. */
public interface BlobContent extends AutoCloseable {
    /**
     * Reads some bytes; blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, or -1 when all were read
     * @throws IOException storage failed, or the blob is shorter than it should be
     */
    int read(ByteBuffer destination) throws IOException;

    /** Whether {@link #transferTo} may be called. */
    boolean isTransferable();

    /**
     * Sends some bytes straight to a channel: those that {@link #read} would give next.
     *
     * @param destination may be a socket that does not block
     * @param most how many at most; positive
     * @return how many the channel took, which is 0 when it takes none now, or -1 when all were read or sent
     * @throws IOException storage or the channel failed, or the blob is shorter than it should be
     * @throws UnsupportedOperationException where {@link #isTransferable} says no
     */
    long transferTo(WritableByteChannel destination, long most) throws IOException;

    @Override
    void close();
}
