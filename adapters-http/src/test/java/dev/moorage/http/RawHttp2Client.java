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
import java.util.Optional;
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
    static final int ENHANCE_YOUR_CALM = 11;

    private final HpackDecoder decoder = new HpackDecoder(1 << 16, System::nanoTime);
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

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
        socket.setSoTimeout(20_000);
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

    /** Returns the head of a response, which must be the next one to arrive. */
    MetaData.Response answer(int stream) throws IOException {
        Frame head = await(Duration.ofSeconds(20), frame -> frame.type() == HEADERS && frame.stream() == stream)
                .orElseThrow();
        try {
            return (MetaData.Response) decoder.decode(ByteBuffer.wrap(head.payload()));
        } catch (HpackException.SessionException | HpackException.StreamException e) {
            throw new IOException(e);
        }
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
            byte[] taken = ByteBuffer.allocate(4).putInt(data.payload().length).array();
            if (data.payload().length > 0) {
                write(frame(WINDOW_UPDATE, 0, 0, taken));
                write(frame(WINDOW_UPDATE, 0, stream, taken));
            }
        }
    }

    /** Returns the next frame, or empty when the connection has ended. */
    Optional<Frame> read() throws IOException {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            return Optional.of(new Frame(type, flags, in.readInt() & 0x7fffffff, in.readNBytes(length)));
        } catch (EOFException | SocketException _) {
            return Optional.empty();
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
