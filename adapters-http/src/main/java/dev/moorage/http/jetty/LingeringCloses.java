package dev.moorage.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose clients may still be sending a body that is answered already. A socket that is closed with unread bytes resets
 * its connection, and the client loses the answer: so they are read and dropped, for two seconds at most, until the client closes its
 * side (RFC 9112, section 9.6). No thread waits for that.
 */
final class LingeringCloses {
    private static final int AT_ONCE = 512;
    private static final int LOOKS = 40;
    private static final long INTERVAL_MILLIS = 50;
    private static final int READS = 64;
    private static final int READ_BYTES = 16 * 1024;

    private final Scheduler scheduler;
    private final Semaphore places = new Semaphore(AT_ONCE);

    LingeringCloses(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Closes at once where too many linger. */
    void close(SocketChannel channel, Runnable close) {
        if (!places.tryAcquire()) {
            close.run();
            return;
        }
        try {
            channel.shutdownOutput();
        } catch (IOException _) {
            // It is seen below.
        }
        look(channel, close, LOOKS);
    }

    private void look(SocketChannel channel, Runnable close, int left) {
        if (left > 0 && isOpen(channel)) {
            var _ = scheduler.schedule(() -> look(channel, close, left - 1), INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            places.release();
            close.run();
        }
    }

    private static boolean isOpen(SocketChannel channel) {
        ByteBuffer waste = ByteBuffer.allocate(READ_BYTES);
        try {
            for (int i = 0; i < READS; i++) {
                int count = channel.read(waste.clear());
                if (count <= 0) {
                    return count == 0;
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
