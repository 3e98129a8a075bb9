package dev.moorage.storage.spi.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

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

    /** Another way to the same bytes, past the caller's memory. Empty where they can only be read into a buffer. */
    Optional<ChannelTransfer> transfer();

    /** Releases what the reading holds. It never fails and may be called twice. */
    @Override
    void close();
}
