package dev.moorage.http.jetty.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.http.jetty.Http1Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests clients that stop within a long head. The server waits for a limited number of them, and serves others. */
class LongHeadsLimitTest {
    private static final int MOST = 3;
    private static final long SEED = 31;
    private static final int ROUNDS = 60;
    private static final int REQUESTS = 3;
    private static final int PIECES = 20;

    private final Server server = new Server();
    private final List<Socket> sockets = new ArrayList<>();
    private ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(48 * 1024);
        LongHeads longHeads = new LongHeads(MOST);
        connector = new ServerConnector(server, new HttpConnectionFactory(http) {
            @Override
            public Connection newConnection(Connector owner, EndPoint endPoint) {
                return configure(
                        new Http1Connection(getHttpConfiguration(), owner, endPoint, longHeads), owner, endPoint);
            }
        });
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(204);
                callback.succeeded();
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    private Socket connect(String sent) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        send(socket, sent);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(int bytes) {
        return "GET / HTTP/1.1\r\nHost: r\r\nX: " + "x".repeat(bytes);
    }

    private static boolean isServed(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).equals("HTTP/1.1 204");
    }

    @Test
    void oneMoreThanTheLimitIsEndedAndTheOthersGoOn() throws Exception {
        List<Socket> first = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            Socket waiting = connect(head(40_000));
            first.add(waiting);
        }
        Socket oneOfThem = endedOne(connect(head(40_000)), first);
        assertThat(isServed(connect(head(10_000) + "\r\n\r\n"))).isTrue();
        for (Socket waiting : sockets.subList(0, MOST + 1)) {
            if (waiting != oneOfThem) {
                send(waiting, "\r\n\r\n");
                assertThat(isServed(waiting)).isTrue();
            }
        }
        assertThat(isServed(connect(head(40_000) + "\r\n\r\n"))).isTrue();
    }

    /**
     * Finds the connection that the server closed without a response. The order in which connections reach the server is not fixed,
     * so it may be any of those that wait.
     */
    private Socket endedOne(Socket last, List<Socket> others) throws IOException {
        List<Socket> all = new ArrayList<>(others);
        all.add(last);
        while (true) {
            for (Socket socket : all) {
                socket.setSoTimeout(10);
                try {
                    assertThat(socket.getInputStream().read()).isNegative();
                    return socket;
                } catch (SocketTimeoutException _) {
                    // The server still waits for this one.
                } finally {
                    socket.setSoTimeout(20_000);
                }
            }
        }
    }

    /** The server reads a head that comes in pieces with several threads, one after the other. */
    @Test
    void asManyClientsAsTheLimitAreServedHoweverTheirHeadsCome() throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(MOST)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < MOST; i++) {
                long seed = SEED + i;
                running.add(clients.submit(() -> sendHeadsInPieces(seed)));
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
    }

    private Void sendHeadsInPieces(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
                client.setSoTimeout(20_000);
                client.setTcpNoDelay(true);
                for (int request = 0; request < REQUESTS; request++) {
                    send(client, head(LongHeads.SHORT));
                    for (int piece = 0; piece < PIECES; piece++) {
                        send(client, "x".repeat(1 + random.nextInt(500)));
                    }
                    send(client, "\r\n\r\n");
                    assertThat(answer(client))
                            .as("seed %d, round %d", seed, round)
                            .startsWith("HTTP/1.1 204");
                }
            }
        }
        return null;
    }

    /** Reads the head of an answer, which has no body. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return "ended after: " + answer;
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    @Test
    void aClientThatGoesAwayMakesRoom() throws Exception {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < MOST; i++) {
                connect(head(40_000));
            }
            for (Socket socket : sockets) {
                socket.close();
            }
            while (!connector.getConnectedEndPoints().isEmpty()) {
                Thread.onSpinWait();
            }
        }
        Socket client = connect(head(20_000));
        send(client, "x".repeat(20_000) + "\r\n\r\n");
        assertThat(isServed(client)).isTrue();
    }
}
