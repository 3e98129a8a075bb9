package dev.moorage.http.jetty.http2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.jetty.http2.AbstractFlowControlStrategy;
import org.eclipse.jetty.http2.FlowControlStrategy;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.jspecify.annotations.Nullable;

/**
 * The receive windows of one HTTP/2 connection (RFC 9113, section 5.2). They are small until the body of a stream is
 * accepted as an upload. Then the windows of the stream and of the connection grow by the amount that the
 * {@link ReceiveBudget} lends, until the stream ends. The class also counts unread data, at the size that it takes in
 * memory.
 */
final class ReceiveWindows extends AbstractFlowControlStrategy {
    /** The initial window of a connection, in bytes. */
    static final int SESSION = 256 << 10;

    /**
     * The initial window of a stream, in bytes. It is also the window of a stream before SETTINGS (RFC 9113, section 6.9.2).
     */
    static final int STREAM = FlowControlStrategy.DEFAULT_WINDOW_SIZE;

    /** How much heap the objects of unread pieces may take, in bytes, beyond one byte for each unread byte. */
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

    /** A window, with the data received through it that is still unread. */
    private static final class Window {
        private final int initial;
        private int loan;
        private long waiting;
        private long pieces;
        private long takenAt = System.nanoTime();

        Window(int initial) {
            this.initial = initial;
        }

        long size() {
            return (long) initial + loan;
        }

        /** How much more the client may send now. Data in memory and data on its way together never exceed the window. */
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

    /** Stops counting the unread data of a stream that has ended. That data is discarded, or read at once. */
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
        List<WindowUpdateFrame> updates = new ArrayList<>(2);
        synchronized (streams) {
            Window window = stream == null ? null : streams.get(stream);
            if (stream != null && window != null) {
                // Jetty reports discarded data as one number, and not by piece.
                boolean all = length == window.waiting;
                change(window, -length, -(all ? window.pieces : Math.min(1, window.pieces)));
                int credit = window.credit(updateRecvWindow(stream, 0));
                if (more && credit >= window.size() / 2) {
                    updateRecvWindow(stream, credit);
                    updates.add(new WindowUpdateFrame(stream.getId(), credit));
                }
            }
            int credit = whole.credit(updateRecvWindow(session, 0));
            if (credit >= whole.size() / 2) {
                updateRecvWindow(session, credit);
                updates.add(new WindowUpdateFrame(0, credit));
            }
        }
        send(session, updates);
    }

    /**
     * Grows the windows for a body that was accepted as an upload.
     *
     * @param expected the most bytes that may still come
     */
    void widen(Session session, Stream stream, long expected) {
        List<WindowUpdateFrame> updates = new ArrayList<>(2);
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
                updates.add(new WindowUpdateFrame(stream.getId(), credit));
            }
            int sessionCredit = whole.credit(updateRecvWindow(session, 0));
            if (sessionCredit > 0) {
                updateRecvWindow(session, sessionCredit);
                updates.add(new WindowUpdateFrame(0, sessionCredit));
            }
        }
        send(session, updates);
    }

    /** Notes that the client has received a part of the response. Its windows, and its socket, had room for it. */
    @Override
    public void onDataSent(Stream stream, int length) {
        super.onDataSent(stream, length);
        synchronized (streams) {
            Window window = streams.get(stream);
            if (window != null && length > 0) {
                window.takenAt = System.nanoTime();
            }
        }
    }

    /** When the client last received a part of the response on this stream, or empty when the stream has ended. */
    OptionalLong takenAt(Stream stream) {
        synchronized (streams) {
            Window window = streams.get(stream);
            return window == null ? OptionalLong.empty() : OptionalLong.of(window.takenAt);
        }
    }

    /**
     * Sends window updates as frames of the connection. If a frame of a stream cannot be sent, Jetty removes the stream without
     * a notification to its request, and the request would wait for its body although the connection has failed.
     */
    private void send(Session session, List<WindowUpdateFrame> updates) {
        if (!updates.isEmpty()) {
            sendWindowUpdate(session, null, updates);
        }
    }

    private void change(Window window, long length, long count) {
        window.change(length, count);
        whole.change(length, count);
        if (!closed) {
            budget.changed(length + ReceiveBudget.PIECE_OVERHEAD * count);
        }
    }

    /**
     * Whether the unread data exceeds a bound: its pieces are too small for their overhead, or it exceeds the budget of all
     * connections.
     */
    boolean isOverdrawn() {
        synchronized (streams) {
            boolean small = ReceiveBudget.PIECE_OVERHEAD * whole.pieces > MAX_OVERHEAD + whole.waiting;
            return small || budget.isOverdrawnBy(whole.bytes());
        }
    }

    /** Removes the connection, with all its unread data, from the budget. */
    void close() {
        synchronized (streams) {
            if (!closed) {
                closed = true;
                budget.closed(whole.bytes());
            }
        }
    }
}
