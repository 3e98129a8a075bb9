package dev.moorage.http.jetty;

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
 * A connection's socket, which knows since when a head is on its way, how many requests it serves, and when its client last took what is
 * sent. It is idle only while it serves none: a request whose client pauses is not ended for that.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
    private static final long NEVER = Long.MIN_VALUE;

    private final SelectionKey key;
    private final LingeringCloses lingering;
    private volatile boolean lingers;

    /** From the start: the handshake of TLS has its time, too. */
    private boolean watchesHeads = true;

    private int serving;
    private volatile boolean closing;
    private volatile Optional<ByteBuffer> sent = Optional.empty();
    private long headSince = NEVER;
    private volatile long takenAt = System.nanoTime();
    private volatile long unsent;

    WatchedEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            LingeringCloses lingering) {
        super(channel, selector, key, scheduler);
        this.key = key;
        this.lingering = lingering;
    }

    /** A request is answered before all of its body has come: its client may still be sending when the connection is closed. */
    void answeredEarly() {
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

    /** The socket below a connection, with TLS between them or not; empty where it is none of ours. */
    static Optional<WatchedEndPoint> below(EndPoint endPoint) {
        EndPoint lowest = endPoint;
        while (lowest instanceof EndPoint.Wrapper wrapper) {
            lowest = wrapper.unwrap();
        }
        return lowest instanceof WatchedEndPoint watched ? Optional.of(watched) : Optional.empty();
    }

    /** HTTP begins. Only HTTP/1 has heads that follow one another; frames of HTTP/2 come between them. */
    synchronized void watchHeads(boolean watch) {
        watchesHeads = watch;
        headSince = NEVER;
    }

    /** A head is complete, and its request is served from now on. */
    synchronized void served() {
        serving++;
        headSince = NEVER;
    }

    /** A request is answered: what comes next is another head. */
    void answered() {
        synchronized (this) {
            serving--;
            notIdle();
        }
        closeOnceAnswered();
    }

    /** Closes it once no request is in flight any more. */
    void closeWhenAnswered() {
        closing = true;
        closeOnceAnswered();
    }

    private void closeOnceAnswered() {
        if (closing && !isServing()) {
            close();
        }
    }

    /** Whether a request is in flight. */
    synchronized boolean isServing() {
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

    /** When the client last took something, by {@link System#nanoTime}. */
    long takenAt() {
        return takenAt;
    }

    /** How many bytes wait to be sent. */
    long unsent() {
        return unsent;
    }

    /** What this buffer stands for is on its way already: it is only counted when it comes to be written. */
    void hasSent(ByteBuffer standIn) {
        sent = Optional.of(standIn);
        notIdle();
    }

    // It is that very buffer, and not another with the same content.
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

    /** Whether the head that is on its way has had its time. */
    synchronized boolean isHeadLate(long now, long mostNanos) {
        return watchesHeads && headSince != NEVER && now - headSince > mostNanos;
    }
}
