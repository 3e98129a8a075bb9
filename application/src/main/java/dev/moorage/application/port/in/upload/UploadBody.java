package dev.moorage.application.port.in.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;

/** The body of a request while it arrives. */
public interface UploadBody {
    /** Returns the length in bytes that the request announces, if it announces one. */
    OptionalLong length();

    /**
     * Reads some bytes. Blocks until at least one is available.
     *
     * @return the number of bytes put into the buffer, or -1 at the end of the body
     * @throws IOException the client has disconnected, or the request was ended during the wait. No more bytes will
     *     come
     */
    int read(ByteBuffer destination) throws IOException;

    /**
     * Waits for the next bytes, at most for the given time. A reader that holds a buffer for them releases it if this
     * method returns false, and waits again without it.
     *
     * @return whether {@link #read} will return at once with bytes, the end or a failure. A body that cannot wait
     *     returns true
     * @throws IOException as {@link #read} throws it
     */
    default boolean await(Duration most) throws IOException {
        return true;
    }

    /**
     * Ends the request's connection, so that a waiting read fails, because another request has taken over the upload.
     * Called by another thread. It may be called after the end of the body, and twice.
     */
    void abort();

    /** Returns a body that is complete in memory. Its length is announced, and its reads never wait. */
    static UploadBody of(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        return new UploadBody() {
            @Override
            public OptionalLong length() {
                return OptionalLong.of(content.length);
            }

            @Override
            public int read(ByteBuffer destination) {
                if (!bytes.hasRemaining()) {
                    return -1;
                }
                int count = Math.min(bytes.remaining(), destination.remaining());
                destination.put(bytes.slice(bytes.position(), count));
                bytes.position(bytes.position() + count);
                return count;
            }

            @Override
            public void abort() {
                // No read waits, so there is none to interrupt.
            }
        };
    }
}
