package dev.moorage.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An HTTP/2 client in the clear with prior knowledge, frame by frame (RFC 9113). It implements only as much of header
 * compression (RFC 7541) as a status needs.
 */
final class RawHttp2 implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static final byte[] NO_HEADER_TABLE = {0, 1, 0, 0, 0, 0};

    private final Socket socket;
    private final DataInputStream in;
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private final Map<Integer, Integer> resets = new HashMap<>();
    private final List<Integer> ended = new ArrayList<>();
    private int maxConcurrentStreams = Integer.MAX_VALUE;
    private int nextStream = 1;

    RawHttp2(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        this.in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, NO_HEADER_TABLE);
        while (maxConcurrentStreams == Integer.MAX_VALUE) {
            read();
        }
    }

    /** The most streams that the server accepts at once. */
    int maxConcurrentStreams() {
        return maxConcurrentStreams;
    }

    /** Sends the head of a request, and returns its stream. */
    int request(String method, String path, boolean hasBody) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        field(block, ":method", method);
        field(block, ":scheme", "http");
        field(block, ":authority", "registry");
        field(block, ":path", path);
        if (hasBody) {
            field(block, "content-length", "1000000");
        }
        int stream = nextStream;
        nextStream += 2;
        frame(HEADERS, hasBody ? END_HEADERS : END_HEADERS | END_STREAM, stream, block.toByteArray());
        return stream;
    }

    void data(int stream, byte... bytes) throws IOException {
        frame(DATA, 0, stream, bytes);
    }

    /** Waits for the status of a response. */
    int status(int stream) throws IOException {
        while (!statuses.containsKey(stream)) {
            read();
        }
        return statuses.get(stream);
    }

    /** Waits for the end of a response, and returns the error code of the reset after it. */
    int reset(int stream) throws IOException {
        while (!resets.containsKey(stream)) {
            read();
        }
        return resets.get(stream);
    }

    /** Whether a response is complete. */
    boolean hasEnded(int stream) {
        return ended.contains(stream);
    }

    /** The number of responses that have begun. */
    int answers() {
        return statuses.size();
    }

    /** Writes a literal that is never indexed, without Huffman coding. */
    private static void field(ByteArrayOutputStream block, String name, String value) {
        block.write(0x10);
        for (String text : List.of(name, value)) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            if (bytes.length > 126) {
                throw new IllegalArgumentException("too long for this client: " + text);
            }
            block.write(bytes.length);
            block.writeBytes(bytes);
        }
    }

    private void frame(int type, int flags, int stream, byte... payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(stream >> shift);
        }
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    private void read() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        switch (type) {
            case HEADERS -> statuses.putIfAbsent(stream, decodeStatus(payload));
            case RST_STREAM -> resets.put(stream, number(payload, 0));
            case SETTINGS -> settings(payload);
            case GOAWAY -> {
                if (number(payload, 4) != 0) {
                    throw new IOException("the server went away with code " + number(payload, 4));
                }
            }
            default -> {
                // Other frames do not matter here.
            }
        }
        if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
            ended.add(stream);
        }
    }

    private void settings(byte... payload) {
        for (int i = 0; i + 6 <= payload.length; i += 6) {
            if (payload[i + 1] == 3) {
                maxConcurrentStreams = number(payload, i + 2);
            }
        }
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    /** Decodes the first field of a response: a field of the static table, or a literal of three digits. */
    private static int decodeStatus(byte... block) {
        int first = 0;
        while ((block[first] & 0xe0) == 0x20) {
            first++; // The size of the table changes.
        }
        int index = block[first] & 0x7f;
        if ((block[first] & 0x80) != 0) {
            return List.of(200, 204, 206, 304, 400, 404, 500).get(index - 8);
        }
        int length = block[first + 1] & 0x7f;
        if ((block[first + 1] & 0x80) == 0) {
            return Integer.parseInt(new String(block, first + 2, length, StandardCharsets.US_ASCII));
        }
        return digits(block, first + 2);
    }

    /** Decodes digits of the Huffman code, which has five bits for 0, 1 and 2, and six for 3 to 9. */
    private static int digits(byte[] block, int at) {
        int bits = (block[at] & 0xff) << 16
                | (block[at + 1] & 0xff) << 8
                | (block.length > at + 2 ? block[at + 2] & 0xff : 0xff);
        int taken = 0;
        int number = 0;
        for (int i = 0; i < 3; i++) {
            int five = bits >> 19 - taken & 0x1f;
            if (five <= 2) {
                number = number * 10 + five;
                taken += 5;
            } else {
                number = number * 10 + (bits >> 18 - taken & 0x3f) - 0x19 + 3;
                taken += 6;
            }
        }
        return number;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
