package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An HTTP/1.1 client over a raw socket, which does not interpret or correct anything. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
    }

    /** A response, with its header names in lower case. */
    public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
                    .map(List::getFirst);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The code of the first error, or an empty text when the body is not an error. */
        public String code() {
            int start = text().indexOf("\"code\":\"");
            return start < 0 ? "" : text().substring(start + 8, text().indexOf('"', start + 8));
        }
    }

    /** Sends a request: the request line, Host, the given headers, and the body. */
    Answer send(String requestLine, byte[] body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(requestLine).append(" HTTP/1.1\r\nHost: registry\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (body.length > 0 && Stream.of(headers).noneMatch(header -> header.startsWith("Content-Length"))) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        write(body);
        return answer(requestLine.startsWith("HEAD "));
    }

    Answer send(String requestLine, String... headers) throws IOException {
        return send(requestLine, new byte[0], headers);
    }

    /** Pushes a blob in one POST. */
    Digest push(String repository, byte[] blob) throws IOException {
        Digest digest = Digest.of(DigestAlgorithm.SHA256, blob);
        assertThat(send("POST /v2/" + repository + "/blobs/uploads/?digest=" + digest, blob)
                        .status())
                .isEqualTo(201);
        return digest;
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Reads one response. */
    public Answer answer(boolean toHead) throws IOException {
        InputStream in = socket.getInputStream();
        String statusLine = line(in);
        while (statusLine.contains(" 100 ")) {
            line(in);
            statusLine = line(in);
        }
        int status = Integer.parseInt(statusLine.split(" ", -1)[1]);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    List.of(line.substring(colon + 1).strip()),
                    (one, more) -> Stream.concat(one.stream(), more.stream()).toList());
        }
        return new Answer(status, headers, toHead || status == 204 || status == 304 ? new byte[0] : body(in, headers));
    }

    private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return in.readNBytes(Integer.parseInt(headers.get("content-length").getFirst()));
        }
        if (headers.containsKey("transfer-encoding")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                body.write(in.readNBytes(size));
                line(in);
            }
            line(in);
            return body.toByteArray();
        }
        return in.readAllBytes();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    /** Returns the next line that the server sends. */
    String line() throws IOException {
        return line(socket.getInputStream());
    }

    private static String line(InputStream in) throws IOException {
        byte[] line = new byte[64 * 1024];
        int length = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException(
                        "the connection ended after: " + new String(line, 0, length, StandardCharsets.ISO_8859_1));
            }
            if (next == '\n') {
                return new String(Arrays.copyOf(line, length), StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line[length++] = (byte) next;
        }
    }

    /** Whether some of a response has arrived. */
    boolean hasAnswer() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** Whether the server has ended the connection. */
    boolean isEnded() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    /**
     * Whether the server ends the connection within the given time. Returns false when the connection stays open without
     * data.
     */
    boolean isEndedWithin(Duration time) throws IOException {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout((int) time.toMillis());
        try {
            return isEnded();
        } catch (SocketTimeoutException _) {
            return false;
        } finally {
            socket.setSoTimeout(patience);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
