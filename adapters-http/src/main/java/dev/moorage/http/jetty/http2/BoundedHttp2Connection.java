package dev.moorage.http.jetty.http2;

import dev.moorage.http.jetty.connection.WatchedEndPoint;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.http2.server.internal.HTTP2ServerConnection;
import org.eclipse.jetty.http2.server.internal.HTTP2ServerSession;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * An HTTP/2 connection with bounded cost. Unread data is counted at the size that it takes in memory. Frames that carry
 * little data have a budget. A client that exceeds a bound is sent GOAWAY with ENHANCE_YOUR_CALM (RFC 9113, section 10.5),
 * and its connection ends.
 */
public final class BoundedHttp2Connection extends HTTP2ServerConnection {
    /**
     * A DATA frame of fewer bytes is copied, so that it does not keep the whole network buffer that it was received into.
     */
    private static final int COPIED = 4 << 10;
    /** A DATA frame of fewer bytes counts as small. */
    private static final int SMALL = 128;

    private static final int SMALL_AT_ONCE = 8192;
    private static final int SMALL_PER_SECOND = 2048;

    /**
     * One more WINDOW_UPDATE is allowed each time this many bytes were sent. Clients send at most two for each
     * frame of 16 KiB.
     */
    private static final int BYTES_PER_UPDATE = 512;

    private final ReceiveWindows windows;
    private final FrameBudget smallData = new FrameBudget(SMALL_AT_ONCE, SMALL_PER_SECOND, System.nanoTime());
    private final FrameBudget updates = new FrameBudget(SMALL_AT_ONCE, SMALL_PER_SECOND, System.nanoTime());
    private long sentBefore;

    BoundedHttp2Connection(
            Connector connector,
            EndPoint endPoint,
            HttpConfiguration configuration,
            HTTP2ServerSession session,
            ServerSessionListener listener,
            ReceiveWindows windows) {
        super(connector, endPoint, configuration, session, listener);
        this.windows = windows;
    }

    /** Returns the connection of a request, or empty when the request did not come over HTTP/2. */
    public static Optional<BoundedHttp2Connection> of(Request request) {
        return request.getConnectionMetaData() instanceof BoundedHttp2Connection connection
                ? Optional.of(connection)
                : Optional.empty();
    }

    /**
     * Grows the receive windows for a body that was accepted as an upload.
     *
     * @param expected the most bytes that may come
     */
    public void widen(Request request, long expected) {
        Stream stream = getSession().getStream(Integer.parseInt(request.getId()));
        if (stream != null) {
            windows.widen(getSession(), stream, expected);
        }
    }

    /**
     * When the client last received a part of the response on this stream, by {@link System#nanoTime}. Before the first part,
     * this is when the stream began. The result is empty when the stream has ended.
     */
    OptionalLong takenAt(int streamId) {
        Stream stream = getSession().getStream(streamId);
        return stream == null ? OptionalLong.empty() : windows.takenAt(stream);
    }

    @Override
    public void onData(DataFrame frame) {
        int length = frame.remaining();
        if (length < SMALL && !frame.isEndStream() && !smallData.take(System.nanoTime())) {
            calm("small_data_frame_rate");
            return;
        }
        if (length < COPIED) {
            getSession().onData(new Copy(frame));
        } else {
            super.onData(frame);
        }
        if (windows.isOverdrawn()) {
            calm("unread_data");
        }
    }

    @Override
    public void onWindowUpdate(WindowUpdateFrame frame) {
        long sent = getBytesOut();
        updates.earn((sent - sentBefore) / BYTES_PER_UPDATE);
        sentBefore = sent - (sent - sentBefore) % BYTES_PER_UPDATE;
        if (updates.take(System.nanoTime())) {
            super.onWindowUpdate(frame);
        } else {
            calm("window_update_frame_rate");
        }
    }

    private void calm(String reason) {
        onConnectionFailure(ErrorCode.ENHANCE_YOUR_CALM_ERROR.code, reason);
    }

    /** Ends the connection, and lets it linger. The client may still be sending, and GOAWAY would otherwise not reach it. */
    @Override
    public void onConnectionFailure(int error, String reason) {
        WatchedEndPoint.below(getEndPoint()).ifPresent(WatchedEndPoint::answeredEarly);
        super.onConnectionFailure(error, reason);
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        windows.close();
    }

    /** A piece of a body, copied to memory on the heap. */
    private static final class Copy extends Stream.Data {
        Copy(DataFrame frame) {
            super(new DataFrame(
                    frame.getStreamId(), copy(frame.getByteBuffer()), frame.isEndStream(), frame.padding()));
        }

        private static ByteBuffer copy(ByteBuffer bytes) {
            return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        }
    }
}
