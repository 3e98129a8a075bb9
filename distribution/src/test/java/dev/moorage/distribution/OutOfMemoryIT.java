package dev.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package that has no memory left does not live on. */
class OutOfMemoryIT {
    @TempDir
    private Path root;

    @Test
    void theProcessEndsAndSaysWhyAndWhatHelps() throws Exception {
        Map<String, String> tooLittle = Map.of(
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                root.toString(),
                "REGISTRY_HTTP_ADDR",
                "127.0.0.1:0",
                "MOORAGE_JAVA_OPTS",
                "-Xmx5m");
        PackagedServer.Ended ended = PackagedServer.run(tooLittle, "serve");
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.output()).contains("java.lang.OutOfMemoryError: Java heap space");
        assertThat(ended.errors()).contains("MOORAGE_JAVA_OPTS=-Xmx1g");
    }

    /** The bounds of memory are set far too high on purpose, so that one request takes more than there is. */
    @Test
    void aServerThatIsServingEndsAndSaysWhyAndWhatHelps() throws Exception {
        Path log = root.resolve("log");
        Map<String, String> tooMuch = Map.of(
                "REGISTRY_VALIDATION_MANIFESTS_MAXBYTES",
                "200000000",
                "REGISTRY_HTTP_MANIFESTS_MEMORY",
                "1000000000",
                "MOORAGE_JAVA_OPTS",
                "-Xmx64m");
        try (PackagedServer server = PackagedServer.start(root, log, tooMuch);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream()
                    .write("PUT /v2/a/manifests/b HTTP/1.1\r\nHost: registry\r\nContent-Length: 200000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            sendUntilItEnds(client, new byte[64 << 10]);
            assertThat(server.awaitEnd()).isEqualTo(3);
        }
        assertThat(log).content().contains("MOORAGE_JAVA_OPTS=-Xmx1g");
    }

    private static void sendUntilItEnds(Socket client, byte[] piece) {
        try {
            for (int i = 0; i < 100; i++) {
                client.getOutputStream().write(piece);
            }
        } catch (IOException _) {
            // The server has ended.
        }
    }
}
