package dev.moorage.http.jetty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.http2.generator.Generator;
import org.eclipse.jetty.http2.parser.ServerParser;
import org.eclipse.jetty.http2.server.internal.HTTP2ServerSession;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the frames that grow the receive windows of an HTTP/2 connection, and what is known of its readers. */
class ReceiveWindowsTest {
    private final ByteBufferPool buffers = new ArrayByteBufferPool();
    private final ReceiveWindows windows = new ReceiveWindows(ReceiveBudget.ofHeap());
    private final RecordingSession session = new RecordingSession();
    private final HTTP2Stream stream = stream(1);

    private HTTP2Stream stream(int id) {
        HttpURI uri = HttpURI.from("http://registry/");
        return new HTTP2Stream(
                session, id, new MetaData.Request("POST", uri, HttpVersion.HTTP_2, HttpFields.EMPTY), false);
    }

    /** A frame, and the stream that Jetty removes if the frame cannot be sent. */
    private record Sent(@Nullable HTTP2Stream removed, Frame frame) {}

    private final class RecordingSession extends HTTP2ServerSession {
        private final List<Sent> sent = new ArrayList<>();

        RecordingSession() {
            super(
                    new ScheduledExecutorScheduler(),
                    new ByteArrayEndPoint(),
                    new ServerParser(buffers, 8192, RateControl.NO_RATE_CONTROL),
                    new Generator(buffers),
                    new ServerSessionListener() {},
                    windows);
        }

        @Override
        public void frames(@Nullable HTTP2Stream removed, List<? extends Frame> frames, Callback callback) {
            frames.forEach(frame -> sent.add(new Sent(removed, frame)));
        }
    }

    @Test
    void aWindowUpdateThatCannotBeSentDoesNotRemoveItsStream() {
        windows.onStreamCreated(stream);
        windows.widen(session, stream, 1 << 20);
        assertThat(session.sent)
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(sent.removed()).isNull());
        assertThat(session.sent)
                .extracting(sent -> ((WindowUpdateFrame) sent.frame()).getStreamId())
                .contains(0, 1);
    }

    @Test
    void aReaderIsKnownByWhatWasSentOnItsOwnStream() {
        HTTP2Stream other = stream(3);
        windows.onStreamCreated(stream);
        windows.onStreamCreated(other);
        long began = windows.takenAt(stream).orElseThrow();
        windows.onDataSent(other, 1);
        assertThat(windows.takenAt(stream)).hasValue(began);
        assertThat(windows.takenAt(other).orElseThrow()).isGreaterThan(began);
        windows.onStreamDestroyed(stream);
        assertThat(windows.takenAt(stream)).isEmpty();
    }
}
