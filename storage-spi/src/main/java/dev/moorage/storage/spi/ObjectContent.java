package dev.moorage.storage.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** An object that is open for reading. One thread at a time. */
public interface ObjectContent extends AutoCloseable {
    /** The object that is read, whole: the size is the object's, not the range's. */
    ObjectInfo info();

    /**
     * Reads some of the bytes that were asked for, in order; blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, or -1 when the range is exhausted. An object that turns out to be
     *     shorter than {@link #info()} says is an {@link IOException}, never an early -1
     */
    int read(ByteBuffer destination) throws IOException;

    /**
     * Whether {@link #transferTo} may be called: whether the bytes can go to a channel without a buffer of the caller's, as
     * those of a file go to a socket without coming into this process's memory.
     */
    default boolean isTransferable() {
        return false;
    }

    /**
     * Sends some of the bytes that were asked for to a channel: those that {@link #read} would give next. Calls of both may
     * take turns.
     *
     * @param destination may be a socket that does not block
     * @param most how many at most; positive
     * @return how many the channel took, which is 0 when it takes none now, or -1 when the range is exhausted
     * @throws IOException storage or the channel failed, or the object is shorter than {@link #info()} says
     * @throws UnsupportedOperationException where {@link #isTransferable} says no
     */
    default long transferTo(WritableByteChannel destination, long most) throws IOException {
        throw new UnsupportedOperationException("the bytes of " + info().key() + " go through a buffer");
    }

    /** Frees what the reading holds. Never fails, may be called twice. */
    @Override
    void close();
}
