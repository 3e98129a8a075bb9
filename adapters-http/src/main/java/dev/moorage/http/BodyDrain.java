package dev.moorage.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Reads what is left of a body that nobody wants, so that a client that is still sending sees the answer and not a reset:
 * a bounded amount, for a bounded time, whether or not a byte comes. Over HTTP/2 nothing has to be read: its client sees the answer
 * whatever it is still sending.
 */
final class BodyDrain {
    private static final int MOST_BYTES = 16 << 20;
    private static final long MOST_NANOS = 5_000_000_000L;
    private static final int BUFFER = 16 * 1024;

    private BodyDrain() {}

    static void drain(RequestBody body) {
        if (body.hasEnded() || body.isAwaitingContinue()) {
            return;
        }
        long deadline = System.nanoTime() + MOST_NANOS;
        ByteBuffer waste = ByteBuffer.allocate(BUFFER);
        long drained = 0;
        try {
            while (drained < MOST_BYTES && body.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                int count = body.read(waste.clear());
                if (count < 0) {
                    return;
                }
                drained += count;
            }
        } catch (IOException _) {
            // The client is gone, or the request was ended.
        }
    }
}
