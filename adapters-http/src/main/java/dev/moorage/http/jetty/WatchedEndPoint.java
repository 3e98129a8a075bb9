package dev.moorage.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connection's socket, which knows since when a head is on its way, and how fast its client takes what is sent. */
final class WatchedEndPoint extends SocketChannelEndPoint {
    private static final long NEVER = Long.MIN_VALUE;

    /** From the start: the handshake of TLS has its time, too. */
    private boolean watchesHeads = true;

    private boolean serving;
    private volatile Optional<ByteBuffer> sent = Optional.empty();
    private long headSince = NEVER;

    private long blockedSince = NEVER;
    private long blockedBefore;
    private long taken;

    WatchedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
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
        serving = true;
        headSince = NEVER;
    }

    /** The request is answered: what comes next is another head. */
    synchronized void answered() {
        serving = false;
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
        if (!serving && headSince == NEVER) {
            headSince = System.nanoTime();
        }
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = remaining(buffers);
        boolean done = super.flush(withoutStandIn(buffers));
        flushed(before - remaining(buffers), done);
        return done;
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

    private synchronized void flushed(long bytes, boolean done) {
        taken += bytes;
        if (done) {
            blockedBefore = blockedFor(System.nanoTime());
            blockedSince = NEVER;
        } else if (blockedSince == NEVER) {
            blockedSince = System.nanoTime();
        }
    }

    private long blockedFor(long now) {
        return blockedBefore + (blockedSince == NEVER ? 0 : now - blockedSince);
    }

    /** Whether the client has had its time: its head is not complete, or it takes too slowly what is sent. */
    synchronized boolean isOverdue(long now, Patience patience) {
        boolean headIsLate = watchesHeads
                && headSince != NEVER
                && now - headSince > patience.head().toNanos();
        return headIsLate || isTakenTooSlowly(now, patience);
    }

    /** Looks at one window of waiting after the other; how fast it went before buys nothing. */
    private boolean isTakenTooSlowly(long now, Patience patience) {
        long blocked = blockedFor(now);
        if (blocked < patience.rateWindow().toNanos()) {
            return false;
        }
        boolean tooSlow = taken < patience.minBytesPerSecond() * (blocked / 1e9);
        taken = 0;
        blockedBefore = 0;
        blockedSince = blockedSince == NEVER ? NEVER : now;
        return tooSlow;
    }
}
