package dev.moorage.upstream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** A server on a raw socket, which answers whatever a script says. */
final class HostileRegistry implements AutoCloseable {
    private final ServerSocket socket;
    private final Function<Request, Reply> script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A request. Names of headers are in lower case. */
    record Request(String method, String target, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /**
     * A reply.
     *
     * @param cut after how many bytes of the body the connection ends
     * @param stalls whether it stays open after that
     */
    record Reply(int status, List<String> headers, byte[] body, int cut, boolean stalls) {
        static Reply of(int status, String... headers) {
            return new Reply(status, List.of(headers), new byte[0], Integer.MAX_VALUE, false);
        }

        Reply body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        Reply body(byte[] bytes) {
            return new Reply(status, headers, bytes, cut, stalls);
        }

        Reply cutAt(int count) {
            return new Reply(status, headers, body, count, false);
        }

        Reply stallingAt(int count) {
            return new Reply(status, headers, body, count, true);
        }
    }

    HostileRegistry(Function<Request, Reply> script) throws IOException {
        this("127.0.0.1", script);
    }

    HostileRegistry(String address, Function<Request, Reply> script) throws IOException {
        this.script = script;
        this.socket = new ServerSocket(0, 50, InetAddress.getByName(address));
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort());
    }

    List<Request> requests() {
        return requests;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            Optional<Request> request = read(in);
            while (request.isPresent()) {
                requests.add(request.get());
                if (!write(connection.getOutputStream(), request.get(), script.apply(request.get()))) {
                    return;
                }
                request = read(in);
            }
        } catch (IOException _) {
            // The client has gone.
        }
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = line.split(" ", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        return Optional.of(new Request(parts[0], parts[1], headers));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private boolean write(OutputStream out, Request request, Reply reply) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " x\r\n");
        reply.headers().forEach(header -> head.append(header).append("\r\n"));
        if (reply.headers().stream().noneMatch(header -> header.startsWith("Content-Length"))) {
            head.append("Content-Length: ").append(reply.body().length).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        if (request.method().equals("HEAD")) {
            out.flush();
            return true;
        }
        boolean whole = reply.cut() >= reply.body().length;
        out.write(reply.body(), 0, Math.min(reply.cut(), reply.body().length));
        out.flush();
        if (reply.stalls()) {
            try {
                closed.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        return whole;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
