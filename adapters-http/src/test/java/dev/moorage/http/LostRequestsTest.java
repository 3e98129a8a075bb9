package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.http.exchange.BodyChunks;
import dev.moorage.http.jetty.JettyConnection;
import dev.moorage.http.jetty.JettyServer;
import dev.moorage.http.jetty.ListenSettings;
import dev.moorage.http.jetty.limit.ConnectionTimeouts;
import dev.moorage.http.jetty.limit.Limits;
import dev.moorage.http.jetty.proxy.TrustedProxies;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.server.internal.HTTP2ServerConnection;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;

/** Tests that a request gives back its place in whatever way its stream or its connection ends. */
class LostRequestsTest {
    private static final long SEED = 12;
    private static final int ROUNDS = 150;
    private static final int STREAMS = 40;
    private static final Limits LIMITS = new Limits(10_000, 10_000, STREAMS, 10_000, 10_000);

    /** Returns, and never completes its response. Its stream ends, as in {@link Unnotified}. */
    private static final class Unfinished extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient CountDownLatch entered = new CountDownLatch(1);

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            request.startAsync().setTimeout(0);
            removeStream(request);
            entered.countDown();
        }
    }

    /** Waits for a body after its stream has ended. */
    private static final class Unnotified extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient CountDownLatch entered = new CountDownLatch(1);

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            removeStream(request);
            entered.countDown();
            try (BodyChunks body = new JettyConnection().body(request)) {
                assertThat(body.next()).isEmpty();
            }
        }
    }

    /** Widens its window for the body as an upload does, and waits for it. */
    private static final class Widening extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            JettyConnection connection = new JettyConnection();
            connection.widen(request, 1 << 20);
            try (BodyChunks body = connection.body(request)) {
                while (body.next().isPresent()) {
                    // What is sent is of no interest.
                }
            }
        }
    }

    /** Ends a stream without a notification to its request. Jetty does so if a frame of the stream cannot be sent. */
    private static void removeStream(HttpServletRequest request) {
        Request core = ServletContextRequest.getServletContextRequest(request);
        HTTP2Session session = ((HTTP2ServerConnection) core.getConnectionMetaData()).getSession();
        HTTP2Stream stream = session.getStream(Integer.parseInt(core.getId()));
        stream.close();
        session.removeStream(stream);
    }

    private static JettyServer server(HttpServlet servlet) throws IOException {
        ConnectionTimeouts usual = ConnectionTimeouts.defaults();
        ConnectionTimeouts patience = new ConnectionTimeouts(usual.head(), usual.idle(), usual.stall(), Duration.ZERO);
        JettyServer server = new JettyServer(
                new ListenSettings(
                        Optional.of("127.0.0.1"),
                        0,
                        Optional.empty(),
                        true,
                        16 * 1024,
                        LIMITS,
                        patience,
                        TrustedProxies.NONE),
                servlet);
        server.start();
        return server;
    }

    private static void awaitNone(JettyServer server) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.requests() > 0) {
            assertThat(System.nanoTime()).as("%d requests", server.requests()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static byte[] uploads() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
            all.writeBytes(RawHttp2Client.frame(
                    RawHttp2Client.HEADERS,
                    RawHttp2Client.END_HEADERS,
                    stream,
                    RawHttp2Client.head("POST", "/", "content-length", "1000000")));
            all.writeBytes(RawHttp2Client.frame(RawHttp2Client.DATA, 0, stream, (byte) 1));
        }
        return all.toByteArray();
    }

    @Test
    void aStreamThatEndsWithoutANotificationGivesBackItsPlace() throws Exception {
        Unnotified servlet = new Unnotified();
        try (JettyServer server = server(servlet);
                RawHttp2Client client = new RawHttp2Client(server.port())) {
            client.open(1, "POST", "/", "content-length", "10");
            servlet.entered.await();
            awaitNone(server);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aRequestWhoseHandlerHasReturnedGivesBackItsPlaceWhenItsStreamIsGone() throws Exception {
        Unfinished servlet = new Unfinished();
        try (JettyServer server = server(servlet);
                RawHttp2Client client = new RawHttp2Client(server.port())) {
            client.open(1, "POST", "/", "content-length", "10");
            servlet.entered.await();
            awaitNone(server);
        }
    }

    @Test
    void connectionsThatBreakAtAnyMomentGiveBackAllOfTheirPlaces() throws Exception {
        Random moments = new Random(SEED);
        byte[] uploads = uploads();
        try (JettyServer server = server(new Widening())) {
            for (int round = 0; round < ROUNDS; round++) {
                RawHttp2Client client = new RawHttp2Client(server.port());
                client.write(uploads);
                long until = System.nanoTime() + moments.nextInt(2_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                client.abort();
            }
            awaitNone(server);
        }
    }
}
