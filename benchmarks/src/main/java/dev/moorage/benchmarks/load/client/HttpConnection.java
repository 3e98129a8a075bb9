package dev.moorage.benchmarks.load.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** An HTTP/1.1 connection with one request at a time. For use by one thread. */
public final class HttpConnection implements AutoCloseable {
    private static final int READ_BYTES = 256 * 1024;
    private static final int SMALL_READ_BYTES = 4 * 1024;

    private final SocketChannel channel;
    private final Endpoint endpoint;
    /** The received bytes that are not consumed yet lie between position and limit. */
    private final ByteBuffer in;

    private HttpConnection(SocketChannel channel, Endpoint endpoint, int readBytes) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.in = ByteBuffer.allocateDirect(readBytes).limit(0);
    }

    /** Opens a connection for bodies of any size. */
    public static HttpConnection open(Endpoint endpoint) throws IOException {
        return open(endpoint, READ_BYTES);
    }

    /** Opens a connection with a small buffer, for small answers, as one of very many. */
    public static HttpConnection openSmall(Endpoint endpoint) throws IOException {
        return open(endpoint, SMALL_READ_BYTES);
    }

    private static HttpConnection open(Endpoint endpoint, int readBytes) throws IOException {
        SocketChannel channel = SocketChannel.open(endpoint.address());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new HttpConnection(channel, endpoint, readBytes);
    }

    /** Sends a GET, discards the body, and returns the status. */
    public int status(String target) throws IOException {
        return send(Request.of("GET", target)).head().status();
    }

    /** Sends a GET, and returns the body of the answer, which must be 200. */
    public String text(String target) throws IOException {
        return new String(send(Request.of("GET", target)).require(200).body(), StandardCharsets.UTF_8);
    }

    /** Whether the connection is open, and nothing unexpected has arrived over it. */
    public boolean isQuiet() throws IOException {
        channel.configureBlocking(false);
        try {
            return !in.hasRemaining() && channel.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException _) {
            return false;
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** Sends a request, and returns the answer with its body. */
    HttpAnswer send(Request request) throws IOException {
        HttpHead head = headOfAnswer(request);
        return new HttpAnswer(request, head, keptBody(request, head));
    }

    /** Sends a request that must be answered with 200. The sink receives the body. */
    void receive(Request request, BodySink sink) throws IOException {
        HttpHead head = headOfAnswer(request);
        if (head.status() == 200) {
            readBody(head, sink);
        } else {
            new HttpAnswer(request, head, keptBody(request, head)).require(200);
        }
    }

    private HttpHead headOfAnswer(Request request) throws IOException {
        request.body().write(ByteBuffer.wrap(request.head(endpoint)), channel);
        HttpHead head = readHead();
        while (head.status() < 200) {
            head = readHead();
        }
        return head;
    }

    private byte[] keptBody(Request request, HttpHead head) throws IOException {
        BodySink.Keeping kept = new BodySink.Keeping();
        if (!request.isHead() && head.mayHaveBody()) {
            readBody(head, kept);
        }
        return kept.bytes();
    }

    /** Sends the head of a request and the beginning of its body, and nothing more. */
    void begin(Request request, ByteBuffer beginning) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(request.head(endpoint));
        while (head.hasRemaining()) {
            channel.write(head);
        }
        while (beginning.hasRemaining()) {
            channel.write(beginning);
        }
    }

    private HttpHead readHead() throws IOException {
        int scanned = 0;
        while (true) {
            for (int i = in.position() + scanned; i + 4 <= in.limit(); i++) {
                if (in.getInt(i) == 0x0d0a0d0a) {
                    byte[] head = new byte[i + 2 - in.position()];
                    in.get(head).position(in.position() + 2);
                    return HttpHead.parse(new String(head, StandardCharsets.ISO_8859_1));
                }
            }
            scanned = Math.max(0, in.remaining() - 3);
            readMore();
        }
    }

    private void readBody(HttpHead head, BodySink sink) throws IOException {
        if (head.isChunked()) {
            for (int size = Integer.parseInt(readLine(), 16); size > 0; size = Integer.parseInt(readLine(), 16)) {
                pass(size, sink);
                readLine();
            }
            readLine();
            return;
        }
        long length = head.contentLength();
        if (length < 0) {
            throw new IOException("the answer's body has no length");
        }
        pass(length, sink);
    }

    private void pass(long length, BodySink sink) throws IOException {
        long missing = length;
        while (missing > 0) {
            if (!in.hasRemaining()) {
                readMore();
            }
            int count = (int) Math.min(missing, in.remaining());
            sink.take(in.slice(in.position(), count));
            in.position(in.position() + count);
            missing -= count;
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (!in.hasRemaining()) {
                readMore();
            }
            char next = (char) in.get();
            if (next == '\n') {
                return line.toString().strip();
            }
            line.append(next);
        }
    }

    private void readMore() throws IOException {
        in.compact();
        if (!in.hasRemaining()) {
            throw new IOException("the head of an answer is longer than " + in.capacity() + " bytes");
        }
        int count = channel.read(in);
        in.flip();
        if (count < 0) {
            throw new EOFException("the server ended the connection");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
