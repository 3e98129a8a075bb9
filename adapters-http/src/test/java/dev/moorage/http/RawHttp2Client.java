package dev.moorage.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** An HTTP/2 client with prior knowledge that sends single frames, and enforces no rule of the protocol. */
final class RawHttp2Client implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int NO_ERROR = 0;
    static final int CANCEL = 8;
    static final int ENHANCE_YOUR_CALM = 11;
    private static final int FRAME_MILLIS = 20_000;
    private static final int MAX_CONCURRENT_STREAMS = 3;

    private final HpackDecoder decoder = new HpackDecoder(1 << 16, System::nanoTime);
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Map<Integer, MetaData.Response> heads = new HashMap<>();
    private final Map<Integer, Integer> resets = new HashMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private int maxConcurrentStreams = Integer.MAX_VALUE;

    /** A frame as it was received. */
    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean isEnd() {
            return (flags & END_STREAM) != 0;
        }

        int number(int offset) {
            return ByteBuffer.wrap(payload).getInt(offset);
        }
    }

    RawHttp2Client(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(FRAME_MILLIS);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(frame(SETTINGS, 0, 0));
        out.flush();
    }

    static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Encodes names and values as literals without indexing (RFC 7541, section 6.2.2). */
    static byte[] head(String method, String path, String... headers) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        String[] pseudo = {":method", method, ":path", path, ":scheme", "http", ":authority", "registry"};
        for (String[] fields : new String[][] {pseudo, headers}) {
            for (int i = 0; i < fields.length; i += 2) {
                block.write(0);
                text(block, fields[i]);
                text(block, fields[i + 1]);
            }
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                block.write(rest & 127 | 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void open(int stream, String method, String path, String... headers) throws IOException {
        write(frame(HEADERS, END_HEADERS, stream, head(method, path, headers)));
    }

    /** Sends a request without a body. */
    void get(int stream, String path, String... headers) throws IOException {
        write(frame(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", path, headers)));
    }

    /** Returns the head of a response. Waits until it has arrived. */
    MetaData.Response answer(int stream) throws IOException {
        while (!heads.containsKey(stream)) {
            read().orElseThrow();
        }
        return heads.get(stream);
    }

    /** Waits for the reset of a stream, and returns its error code. */
    int reset(int stream) throws IOException {
        while (!resets.containsKey(stream)) {
            read().orElseThrow();
        }
        return resets.get(stream);
    }

    /** Whether a response is complete, by the frames that were read. */
    boolean hasEnded(int stream) {
        return ended.contains(stream);
    }

    /** Waits for the settings of the server, and returns the most streams that it accepts at once. */
    int maxConcurrentStreams() throws IOException {
        while (maxConcurrentStreams == Integer.MAX_VALUE) {
            read().orElseThrow();
        }
        return maxConcurrentStreams;
    }

    /** Lets the server send more on a stream, or on the connection for stream 0. */
    void grant(int stream, int bytes) throws IOException {
        write(frame(
                WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array()));
    }

    /** Returns the body of a response whose head was read. The windows grow as it arrives. */
    byte[] body(int stream) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Frame data = await(Duration.ofSeconds(20), frame -> frame.type() == DATA && frame.stream() == stream)
                    .orElseThrow();
            body.writeBytes(data.payload());
            if (data.isEnd()) {
                return body.toByteArray();
            }
            if (data.payload().length > 0) {
                grant(0, data.payload().length);
                grant(stream, data.payload().length);
            }
        }
    }

    /** Breaks the connection: the server gets a reset, and not the end of the stream. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Returns the next frame, or empty when the connection has ended. */
    Optional<Frame> read() throws IOException {
        try {
            int first = in.readUnsignedByte();
            // A frame that has begun is read as a whole, so that a short wait for the next one never divides it.
            socket.setSoTimeout(FRAME_MILLIS);
            int length = first << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            Frame frame = new Frame(type, flags, in.readInt() & 0x7fffffff, in.readNBytes(length));
            note(frame);
            return Optional.of(frame);
        } catch (EOFException | SocketException _) {
            return Optional.empty();
        }
    }

    private void note(Frame frame) throws IOException {
        switch (frame.type()) {
            case HEADERS -> heads.putIfAbsent(frame.stream(), decode(frame.payload()));
            case RST_STREAM -> resets.put(frame.stream(), frame.number(0));
            case SETTINGS -> settings(frame);
            default -> {
                // Other frames change nothing here.
            }
        }
        if ((frame.type() == HEADERS || frame.type() == DATA) && frame.isEnd()) {
            ended.add(frame.stream());
        }
    }

    private MetaData.Response decode(byte... block) throws IOException {
        try {
            return (MetaData.Response) decoder.decode(ByteBuffer.wrap(block));
        } catch (HpackException.SessionException | HpackException.StreamException e) {
            throw new IOException(e);
        }
    }

    private void settings(Frame frame) {
        for (int i = 0; i + 6 <= frame.payload().length; i += 6) {
            if (frame.payload()[i + 1] == MAX_CONCURRENT_STREAMS) {
                maxConcurrentStreams = frame.number(i + 2);
            }
        }
    }

    /** Returns the first frame that matches, or empty when none arrives in the given time. */
    Optional<Frame> await(Duration most, Predicate<Frame> like) throws IOException {
        long deadline = System.nanoTime() + most.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                Optional<Frame> frame = read();
                if (frame.isEmpty() || like.test(frame.get())) {
                    return frame;
                }
            }
        } catch (SocketTimeoutException _) {
            // No matching frame arrived.
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
