package dev.moorage.storage.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The content of an object that is open for reading. At most one thread uses it at a time. */
public interface ObjectContent extends AutoCloseable {
    /** The object that is read. Its size is that of the whole object, not that of the range. */
    ObjectInfo info();

    /**
     * Reads some of the requested bytes, in order. Blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, or -1 at the end of the range
     * @throws IOException when reading fails, or when the object turns out to be shorter than {@link #info()} says. An
     *     object that is too short never leads to an early -1
     */
    int read(ByteBuffer destination) throws IOException;

    /**
     * Whether {@link #transferTo} may be called: the bytes can go to a channel without a buffer of the caller. For example,
     * the kernel can send the bytes of a file to a socket without copying them into this process's memory.
     */
    default boolean isTransferable() {
        return false;
    }

    /**
     * Sends some of the requested bytes to a channel. They are the bytes that {@link #read} would return next. A caller may
     * mix calls of both methods.
     *
     * @param destination may be a non-blocking socket
     * @param most the most bytes to send, 1 or more
     * @return how many bytes the channel took (0 when it takes none now), or -1 at the end of the range
     * @throws IOException when storage or the channel failed, or when the object is shorter than {@link #info()} says
     * @throws UnsupportedOperationException when {@link #isTransferable} returns false
     */
    default long transferTo(WritableByteChannel destination, long most) throws IOException {
        throw new UnsupportedOperationException("the bytes of " + info().key() + " go through a buffer");
    }

    /** Releases what the reading holds. It never fails and may be called twice. */
    @Override
    void close();
}
