package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.http.auth.UnknownCaller;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that {@code Authorization} may be as long as the tokens of large directories, and that a head has a limit. */
class LongHeadsTest {
    private static final String TOKEN = "x".repeat(32 * 1024);
    private static final String TOO_LONG = "Bearer " + "x".repeat(64 * 1024);

    /** The index of {@code :status: 200} in HPACK's static table, as a field. */
    private static final byte STATUS_200 = (byte) 0x88;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int FRAME_BYTES = 16 * 1024;

    private final RunningRegistry registry =
            new RunningRegistry(new InMemoryStore(), HttpSettings.defaults(), new OnlyWithTheToken());

    LongHeadsTest() throws IOException {}

    /** Grants access to the long token only. */
    private static final class OnlyWithTheToken implements Authorize {
        @Override
        public AccessResult authorize(AccessCommand command) {
            return command.credentials().equals(new Credentials.Token(TOKEN))
                    ? new AccessResult.Granted(UnknownCaller.INSTANCE)
                    : RunningRegistry.FORBIDDEN;
        }
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
    }

    @Test
    void aTokenOf32KibReachesAccessControl() throws IOException {
        try (RawClient client = registry.client()) {
            assertThat(client.send("GET /v2/", "Authorization: Bearer " + TOKEN).status())
                    .isEqualTo(200);
            assertThat(client.send("GET /v2/", "Authorization: Bearer x").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aHeadBeyondTheLimitIs431() throws IOException {
        try (RawClient client = registry.client()) {
            RawClient.Answer answer = client.send("GET /v2/", "Authorization: " + TOO_LONG);
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.code()).isEqualTo("SIZE_INVALID");
        }
    }

    @Test
    void manyHeadersBelowTheLimitEachAreBoundedTogether() throws IOException {
        String[] headers = new String[60];
        Arrays.setAll(headers, i -> "X-" + i + ": " + "x".repeat(1000));
        try (RawClient client = registry.client()) {
            assertThat(client.send("GET /v2/", headers).status()).isEqualTo(431);
        }
    }

    @Test
    void overHttp2TheTokenPassesAndALongerHeadDoesNot() throws IOException {
        assertThat(isServedOverHttp2("Bearer " + TOKEN)).isTrue();
        assertThat(isServedOverHttp2(TOO_LONG)).isFalse();
    }

    /** Sends the request over HTTP/2 with prior knowledge, frame by frame. Returns whether the response is 200. */
    private boolean isServedOverHttp2(String authorization) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            socket.setSoTimeout(20_000);
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            sent.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            frame(sent, SETTINGS, 0, 0, new byte[0]);
            byte[] head = hpack(authorization);
            for (int at = 0; at < head.length; at += FRAME_BYTES) {
                int end = Math.min(at + FRAME_BYTES, head.length);
                int flags = (at == 0 ? 1 : 0) | (end == head.length ? 4 : 0);
                frame(sent, at == 0 ? HEADERS : CONTINUATION, flags, 1, Arrays.copyOfRange(head, at, end));
            }
            socket.getOutputStream().write(sent.toByteArray());
            return isAnsweredWith200(new DataInputStream(socket.getInputStream()));
        }
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
        out.writeBytes(payload);
    }

    /**
     * Encodes {@code GET /v2/} with that header, as indexed fields of the static table and literals without Huffman coding.
     */
    private static byte[] hpack(String authorization) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x82); // :method GET
        out.write(0x86); // :scheme http
        out.write(0x04); // :path, literal
        literal(out, "/v2/");
        out.write(0x01); // :authority, literal
        literal(out, "registry");
        out.write(0x1f); // authorization (23), literal and never indexed
        out.write(23 - 15);
        literal(out, authorization);
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, String text) {
        int length = text.length();
        if (length < 127) {
            out.write(length);
        } else {
            out.write(127);
            for (length -= 127; length >= 128; length >>= 7) {
                out.write(length & 127 | 128);
            }
            out.write(length);
        }
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isAnsweredWith200(DataInputStream in) throws IOException {
        while (true) {
            byte[] head = in.readNBytes(9);
            if (head.length < 9) {
                return false;
            }
            int length = (head[0] & 255) << 16 | (head[1] & 255) << 8 | head[2] & 255;
            byte[] payload = in.readNBytes(length);
            switch (head[3]) {
                case HEADERS -> {
                    return payload[firstField(payload)] == STATUS_200;
                }
                case DATA, RST_STREAM, GOAWAY -> {
                    return false;
                }
                default -> {
                    // SETTINGS and WINDOW_UPDATE are ignored.
                }
            }
        }
    }

    /** Skips an update of the dynamic table's size, with which the first head of a connection may begin. */
    private static int firstField(byte[] payload) {
        int at = 0;
        if ((payload[0] & 0xe0) == 0x20) {
            boolean more = (payload[at++] & 0x1f) == 0x1f;
            while (more) {
                more = (payload[at++] & 0x80) != 0;
            }
        }
        return at;
    }
}
