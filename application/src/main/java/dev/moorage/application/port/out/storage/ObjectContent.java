package dev.moorage.application.port.out.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

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

    /** Frees what the reading holds. Never fails, may be called twice. */
    @Override
    void close();
}
