package dev.moorage.http.exchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Reads and discards the rest of a request body that is not needed. A client that is still sending then sees the response
 * and not a connection reset. The amount is bounded, and so is the time, whether or not a byte comes. Over HTTP/2 nothing
 * has to be read: the client sees the response while it is still sending.
 */
final class BodyDrain {
    private static final int MAX_BYTES = 16 << 20;
    private static final long MAX_NANOS = 5_000_000_000L;
    private static final int BUFFER = 16 * 1024;

    private BodyDrain() {}

    static void drain(RequestBody body) {
        if (body.hasEnded() || body.isAwaitingContinue()) {
            return;
        }
        long deadline = System.nanoTime() + MAX_NANOS;
        ByteBuffer waste = ByteBuffer.allocate(BUFFER);
        long drained = 0;
        try {
            while (drained < MAX_BYTES && body.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                int count = body.read(waste.clear());
                if (count < 0) {
                    return;
                }
                drained += count;
            }
        } catch (IOException _) {
            // The client has disconnected, or the request was ended.
        }
    }
}
