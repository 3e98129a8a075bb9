package dev.moorage.storage.tck.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on the loopback address. It connects to one port of this machine, whatever host a client asks for. So a test
 * can use names that no name server knows.
 */
public final class TestProxy implements AutoCloseable {
    private static final int MAX_HEAD = 64 * 1024;
    private static final String REFUSAL = """
            HTTP/1.1 407 Proxy Authentication Required\r
            Proxy-Authenticate: Basic realm="proxy"\r
            Content-Length: 0\r
            \r
            """;
    private static final String LENGTH = "content-length:";

    private final ServerSocket socket;
    private final int target;
    private final Optional<String> authorization;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private TestProxy(ServerSocket socket, int target, Optional<String> authorization) {
        this.socket = socket;
        this.target = target;
        this.authorization = authorization;
    }

    /**
     * Starts a proxy.
     *
     * @param target the port to which every request goes
     * @param userAndPassword the credentials that the proxy requires, with a colon between user and password, or empty
     */
    public static TestProxy start(int target, Optional<String> userAndPassword) throws IOException {
        TestProxy proxy = new TestProxy(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                target,
                userAndPassword.map(text -> "Proxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        Thread.ofVirtual().name("test-proxy").start(proxy::accept);
        return proxy;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The first lines of the requests that the proxy has accepted. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            String head = head(in);
            while (!head.isEmpty() && !isAuthorized(head)) {
                in.skipNBytes(bodyLength(head));
                out.write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                head = head(in);
            }
            if (!head.isEmpty()) {
                requests.add(head.lines().findFirst().orElse(""));
                forward(head, in, out);
            }
        } catch (IOException _) {
            // The client or the target has closed the connection.
        }
    }

    private static long bodyLength(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith(LENGTH))
                .mapToLong(
                        line -> Long.parseLong(line.substring(LENGTH.length()).strip()))
                .sum();
    }

    private boolean isAuthorized(String head) {
        return authorization
                .map(wanted -> head.lines().anyMatch(wanted::equalsIgnoreCase))
                .orElse(true);
    }

    private void forward(String head, InputStream in, OutputStream out) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            if (head.startsWith("CONNECT ")) {
                out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } else {
                server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            }
            Thread up = Thread.ofVirtual().start(() -> copy(in, server));
            server.getInputStream().transferTo(out);
            up.interrupt();
        }
    }

    private static void copy(InputStream in, Socket server) {
        try {
            in.transferTo(server.getOutputStream());
            server.shutdownOutput();
        } catch (IOException _) {
            // The other direction ends too.
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        for (int b = in.read(); b >= 0 && head.size() < MAX_HEAD; b = in.read()) {
            head.write(b);
            last = last << 8 | b;
            if (last == 0x0d0a0d0a) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
