package dev.moorage.http.jetty.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose clients may still be sending a body that has been answered. If a socket is closed with unread
 * bytes, the kernel resets the connection, and the client loses the response. The bytes are therefore read and discarded
 * until the client closes its side, for two seconds at most (RFC 9112, section 9.6). No thread waits for this.
 */
public final class LingeringCloses {
    private static final int AT_ONCE = 512;
    private static final int LOOKS = 40;
    private static final long INTERVAL_MILLIS = 50;
    private static final int READS = 64;
    private static final int READ_BYTES = 16 * 1024;

    private final Scheduler scheduler;
    private final Semaphore places = new Semaphore(AT_ONCE);

    public LingeringCloses(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Closes a connection, after it has lingered. If too many connections linger already, it is closed at once. */
    void close(SocketChannel channel, Runnable close) {
        if (!places.tryAcquire()) {
            close.run();
            return;
        }
        try {
            channel.shutdownOutput();
        } catch (IOException _) {
            // The following reads report it.
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
