package dev.moorage.application.port.in.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/** The bytes of a blob, or of a range of it, in order. */
public interface BlobContent extends AutoCloseable {
    /**
     * Reads some bytes. Blocks until at least one is available.
     *
     * @return the number of bytes put into the buffer, or -1 if all bytes were read
     * @throws IOException storage failed, or the blob is shorter than it should be
     */
    int read(ByteBuffer destination) throws IOException;

    /** Returns another way to the same bytes, past the caller's memory. Empty where they can only be read into a buffer. */
    Optional<Transfer> transfer();

    /** Sends bytes of the blob to a channel. A caller may mix this with {@link #read}. */
    @FunctionalInterface
    interface Transfer {
        /**
         * Sends some of the bytes that {@link #read} would return next.
         *
         * @param destination the channel. It may be a non-blocking socket
         * @param most the greatest number of bytes to send, positive
         * @return the number of bytes that the channel accepted, which is 0 if it accepts none at the moment, or -1 if
         *     all bytes were read or sent
         * @throws IOException storage or the channel failed, or the blob is shorter than it should be
         */
        long to(WritableByteChannel destination, long most) throws IOException;
    }

    @Override
    void close();
}
