package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry on a Unix domain socket. */
class UnixSocketTest {
    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("registry.sock");
    }

    private Configuration configuration(Map<String, String> more) throws InvalidConfigurationException {
        Map<String, String> variables = new HashMap<>(Map.of(
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                folder.resolve("data").toString(),
                "REGISTRY_HTTP_NET",
                "unix",
                "REGISTRY_HTTP_ADDR",
                path().toString()));
        variables.putAll(more);
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.empty(), variables)
                .configuration();
    }

    private String send(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
            channel.write(StandardCharsets.US_ASCII.encode(request));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            while (channel.read(buffer.clear()) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void requestsAreServedBodiesAndAnswersIncludedAndTheFileIsGoneAfterwards() throws Exception {
        try (Registry _ = Registry.start(configuration(Map.of()))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                    .isEqualTo("rw-rw----");
            String blob = "hello";
            String digest = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
            assertThat(send("POST /v2/a/blobs/uploads/?digest=" + digest + " HTTP/1.1\r\nHost: registry\r\n"
                            + "Content-Type: application/octet-stream\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
                            + blob))
                    .startsWith("HTTP/1.1 201 ");
            assertThat(send("GET /v2/a/blobs/" + digest + " HTTP/1.1\r\nHost: registry\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith(blob);
        }
        assertThat(path()).doesNotExist();
    }

    @Test
    void theModeOfTheFileCanBeSaid() throws Exception {
        try (Registry _ = Registry.start(configuration(Map.of("REGISTRY_HTTP_SOCKETMODE", "0600")))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theSocketOfAServerThatIsGoneMakesRoom() throws Exception {
        try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThat(path()).exists();
        try (Registry _ = Registry.start(configuration(Map.of()))) {
            assertThat(send("GET /v2/ HTTP/1.1\r\nHost: registry\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void theSocketOfAServerThatListensAndAFileThatIsNoneAreLeftAlone() throws Exception {
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path()));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Registry.start(configuration(Map.of())))
                    .withMessage("http.addr: another server listens on " + path());
        }
        Files.delete(path());
        Files.writeString(path(), "precious");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Registry.start(configuration(Map.of())))
                .withMessage("http.addr: " + path() + " is there, and is no socket; name another path");
        assertThat(path()).hasContent("precious");
    }
}
