package dev.moorage.http.jetty.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The socket of a connection. It records when the current request head began, how many requests are in flight, and when the
 * client last read anything. The idle timeout applies only while no request is in flight, so a client may pause within a
 * request.
 */
public final class WatchedEndPoint extends SocketChannelEndPoint {
    private static final long NEVER = Long.MIN_VALUE;

    private final SelectionKey key;
    private final LingeringCloses lingering;
    private volatile boolean lingers;

    /** On from the start, so that the time limit covers the TLS handshake too. */
    private boolean watchesHeads = true;

    private int serving;
    private volatile boolean closing;
    private volatile Optional<ByteBuffer> sent = Optional.empty();
    private long headSince = NEVER;
    private volatile long takenAt = System.nanoTime();
    private volatile long unsent;

    public WatchedEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            LingeringCloses lingering) {
        super(channel, selector, key, scheduler);
        this.key = key;
        this.lingering = lingering;
    }

    /**
     * Called when a request is answered before all of its body has come. The client may still be sending when the connection
     * is closed.
     */
    public void answeredEarly() {
        lingers = true;
    }

    @Override
    public void doClose() {
        if (lingers) {
            key.cancel();
            lingering.close(getChannel(), super::doClose);
        } else {
            super.doClose();
        }
    }

    /**
     * Returns the socket below a connection, with or without TLS between them, or empty when the connection has no socket of
     * this class.
     */
    public static Optional<WatchedEndPoint> below(EndPoint endPoint) {
        EndPoint lowest = endPoint;
        while (lowest instanceof EndPoint.Wrapper wrapper) {
            lowest = wrapper.unwrap();
        }
        return lowest instanceof WatchedEndPoint watched ? Optional.of(watched) : Optional.empty();
    }

    /** Called when HTTP begins. Only HTTP/1 has heads that follow one another. In HTTP/2, frames come between them. */
    public synchronized void watchHeads(boolean watch) {
        watchesHeads = watch;
        headSince = NEVER;
    }

    /** Called when a head is complete. Its request is in flight from here on. */
    public synchronized void served() {
        serving++;
        headSince = NEVER;
    }

    /** Called when a request is answered. The next bytes begin another head. */
    public void answered() {
        synchronized (this) {
            serving--;
            notIdle();
        }
        closeOnceAnswered();
    }

    /** Closes the connection once no request is in flight. */
    public void closeWhenAnswered() {
        closing = true;
        closeOnceAnswered();
    }

    private void closeOnceAnswered() {
        if (closing && !isServing()) {
            close();
        }
    }

    /** Whether a request is in flight. */
    public synchronized boolean isServing() {
        return serving > 0;
    }

    @Override
    protected void onIdleExpired(TimeoutException timeout) {
        if (!isServing()) {
            super.onIdleExpired(timeout);
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int count = super.fill(buffer);
        if (count > 0) {
            received();
        }
        return count;
    }

    private synchronized void received() {
        if (serving == 0 && headSince == NEVER) {
            headSince = System.nanoTime();
        }
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = remaining(buffers);
        unsent = before;
        boolean done = super.flush(withoutStandIn(buffers));
        unsent = remaining(buffers);
        if (unsent < before) {
            takenAt = System.nanoTime();
        }
        return done;
    }

    /** When the client last read anything, by {@link System#nanoTime}. */
    public long takenAt() {
        return takenAt;
    }

    /** The number of bytes that wait to be sent. */
    public long unsent() {
        return unsent;
    }

    /** Registers a placeholder for bytes that were already sent. When it comes to be written it is counted, and not sent. */
    public void hasSent(ByteBuffer standIn) {
        sent = Optional.of(standIn);
        notIdle();
    }

    // Compared by identity: it must be this buffer, and not another with the same content.
    @SuppressWarnings("ReferenceEquality")
    private ByteBuffer[] withoutStandIn(ByteBuffer... buffers) {
        if (sent.isEmpty()) {
            return buffers;
        }
        ByteBuffer standIn = sent.get();
        List<ByteBuffer> others = new ArrayList<>();
        for (ByteBuffer buffer : buffers) {
            if (buffer == standIn) {
                buffer.position(buffer.limit());
                sent = Optional.empty();
            } else {
                others.add(buffer);
            }
        }
        return others.toArray(ByteBuffer[]::new);
    }

    private static long remaining(ByteBuffer... buffers) {
        long remaining = 0;
        for (ByteBuffer buffer : buffers) {
            remaining += buffer.remaining();
        }
        return remaining;
    }

    /** Whether a connection of HTTP/1 has no request, and nothing of one. Closing it loses nothing. */
    public synchronized boolean isIdle() {
        return watchesHeads && serving == 0 && headSince == NEVER;
    }

    /** Whether a part of a head has come over HTTP/1, and not the rest. */
    public synchronized boolean isWithinHead() {
        return watchesHeads && headSince != NEVER;
    }

    /** Whether the current head has exceeded its time limit. */
    public synchronized boolean isHeadLate(long now, long mostNanos) {
        return watchesHeads && headSince != NEVER && now - headSince > mostNanos;
    }
}
