package dev.moorage.application.port.in.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;

/** The body of a request, as it arrives. */
public interface UploadBody {
    /** The bytes that the request announces, where it does. */
    OptionalLong length();

    /**
     * Reads some bytes; blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, or -1 at the body's end
     * @throws IOException the client is gone, or the request was ended while it was waited for: no more will come
     */
    int read(ByteBuffer destination) throws IOException;

    /**
     * Waits for the next bytes, no longer than that: whoever holds memory for them gives it back when they do not come soon, and
     * waits again without.
     *
     * @return whether {@link #read} will not wait, for bytes, the end, or a failure; what knows nothing of waiting says true
     * @throws IOException as {@link #read} throws it
     */
    default boolean await(Duration most) throws IOException {
        return true;
    }

    /**
     * Ends the request's connection, so that a read that waits fails: another request has taken over the upload. Called
     * by another thread; may be called when the body has ended, and twice.
     */
    void abort();
}
