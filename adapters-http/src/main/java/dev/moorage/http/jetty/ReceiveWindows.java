package dev.moorage.http.jetty;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http2.AbstractFlowControlStrategy;
import org.eclipse.jetty.http2.FlowControlStrategy;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.jspecify.annotations.Nullable;

/**
 * The receive windows of one connection of HTTP/2 (RFC 9113, section 5.2). They are small until the body of a stream is let in as
 * an upload; then the windows of the stream and of its connection grow by what the {@link ReceiveBudget} lends, until the stream
 * ends. Counts what waits unread, as it lies in memory.
 */
final class ReceiveWindows extends AbstractFlowControlStrategy {
    /** Of a connection, in bytes. */
    static final int SESSION = 256 << 10;
    /** Of a stream, in bytes; also what a stream has before SETTINGS (RFC 9113, section 6.9.2). */
    static final int STREAM = FlowControlStrategy.DEFAULT_WINDOW_SIZE;

    /** What the objects of pieces may take in the heap, beyond one byte for each byte that waits. */
    private static final long MAX_OVERHEAD = 256 << 10;

    private final ReceiveBudget budget;
    private final Map<Stream, Window> streams = new HashMap<>();
    private final Window whole = new Window(SESSION);
    private boolean closed;

    ReceiveWindows(ReceiveBudget budget) {
        super(FlowControlStrategy.DEFAULT_WINDOW_SIZE);
        this.budget = budget;
        budget.opened();
    }

    /** A window, and what waits of what came through it. */
    private static final class Window {
        private final int initial;
        private int loan;
        private long waiting;
        private long pieces;

        Window(int initial) {
            this.initial = initial;
        }

        long size() {
            return (long) initial + loan;
        }

        /** How much more the client may send now, without more than the window's size in memory or on its way. */
        int credit(int announced) {
            return (int) (size() - waiting - announced);
        }

        long bytes() {
            return waiting + ReceiveBudget.PIECE_OVERHEAD * pieces;
        }

        void change(long length, long count) {
            waiting += length;
            pieces += count;
        }
    }

    @Override
    public void onStreamCreated(Stream stream) {
        super.onStreamCreated(stream);
        synchronized (streams) {
            streams.put(stream, new Window(STREAM));
        }
    }

    /** What the stream still has waiting counts no longer: it is dropped, or read at once. */
    @Override
    public void onStreamDestroyed(Stream stream) {
        super.onStreamDestroyed(stream);
        synchronized (streams) {
            Window window = streams.remove(stream);
            if (window != null) {
                change(window, -window.waiting, -window.pieces);
                whole.loan -= window.loan;
                budget.returned(window.loan);
            }
        }
    }

    @Override
    public void onDataReceived(Session session, @Nullable Stream stream, int length) {
        super.onDataReceived(session, stream, length);
        synchronized (streams) {
            Window window = stream == null ? null : streams.get(stream);
            if (window != null) {
                change(window, length, 1);
            }
        }
    }

    @Override
    public void onDataConsumed(Session session, @Nullable Stream stream, int length) {
        boolean more = stream != null && !stream.isRemotelyClosed();
        List<WindowUpdateFrame> ofStream = new ArrayList<>(1);
        List<WindowUpdateFrame> ofSession = new ArrayList<>(1);
        synchronized (streams) {
            Window window = stream == null ? null : streams.get(stream);
            if (stream != null && window != null) {
                // What is dropped is told in one number.
                boolean all = length == window.waiting;
                change(window, -length, -(all ? window.pieces : Math.min(1, window.pieces)));
                int credit = window.credit(updateRecvWindow(stream, 0));
                if (more && credit >= window.size() / 2) {
                    updateRecvWindow(stream, credit);
                    ofStream.add(new WindowUpdateFrame(stream.getId(), credit));
                }
            }
            int credit = whole.credit(updateRecvWindow(session, 0));
            if (credit >= whole.size() / 2) {
                updateRecvWindow(session, credit);
                ofSession.add(new WindowUpdateFrame(0, credit));
            }
        }
        send(session, stream, ofStream, ofSession);
    }

    /**
     * Grows the windows for an upload that is let in.
     *
     * @param expected how many bytes may still come, at most
     */
    void widen(Session session, Stream stream, long expected) {
        List<WindowUpdateFrame> ofStream = new ArrayList<>(1);
        List<WindowUpdateFrame> ofSession = new ArrayList<>(1);
        synchronized (streams) {
            Window window = streams.get(stream);
            if (window == null || window.loan > 0 || expected <= STREAM) {
                return;
            }
            int loan = budget.lend(expected - STREAM);
            window.loan = loan;
            whole.loan += loan;
            int credit = window.credit(updateRecvWindow(stream, 0));
            if (credit > 0) {
                updateRecvWindow(stream, credit);
                ofStream.add(new WindowUpdateFrame(stream.getId(), credit));
            }
            int sessionCredit = whole.credit(updateRecvWindow(session, 0));
            if (sessionCredit > 0) {
                updateRecvWindow(session, sessionCredit);
                ofSession.add(new WindowUpdateFrame(0, sessionCredit));
            }
        }
        send(session, stream, ofStream, ofSession);
    }

    private void send(
            Session session,
            @Nullable Stream stream,
            List<WindowUpdateFrame> ofStream,
            List<WindowUpdateFrame> ofSession) {
        if (!ofSession.isEmpty()) {
            sendWindowUpdate(session, null, ofSession);
        }
        if (!ofStream.isEmpty()) {
            sendWindowUpdate(session, stream, ofStream);
        }
    }

    private void change(Window window, long length, long count) {
        window.change(length, count);
        whole.change(length, count);
        if (!closed) {
            budget.changed(length + ReceiveBudget.PIECE_OVERHEAD * count);
        }
    }

    /** Whether more waits than may: in pieces that are too small for what they carry, or beyond the budget of all connections. */
    boolean isOverdrawn() {
        synchronized (streams) {
            boolean small = ReceiveBudget.PIECE_OVERHEAD * whole.pieces > MAX_OVERHEAD + whole.waiting;
            return small || budget.isOverdrawnBy(whole.bytes());
        }
    }

    /** The connection is gone, and all that waited of it. */
    void close() {
        synchronized (streams) {
            if (!closed) {
                closed = true;
                budget.closed(whole.bytes());
            }
        }
    }
}
