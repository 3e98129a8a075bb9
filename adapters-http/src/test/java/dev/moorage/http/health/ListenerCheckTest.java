package dev.moorage.http.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the health check of the registry's own port, against a port whose answers the test controls. */
class ListenerCheckTest {
    private volatile String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private ServerSocket server;
    private ListenerCheck check;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        check = new ListenerCheck(
                () -> (InetSocketAddress) server.getLocalSocketAddress(), false, Duration.ofMillis(500));
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                String said = answer;
                if (said.equals("nothing")) {
                    client.getInputStream().readAllBytes();
                } else {
                    client.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
                    client.shutdownOutput();
                    client.getInputStream().readAllBytes();
                }
            } catch (IOException _) {
                // The test is over, or the check has closed its connection.
            }
        }
    }

    private boolean isHealthy() {
        return check.problem().isEmpty();
    }

    @Test
    void aPortThatAnswersIsHealthyWhateverItAnswers() {
        assertThat(isHealthy()).isTrue();
        answer = "HTTP/1.1 503 Service Unavailable\r\n\r\n";
        for (int i = 0; i < 5; i++) {
            assertThat(isHealthy()).isTrue();
        }
    }

    @Test
    void aPortThatEndsConnectionsIsUnhealthyUntilItAnswers() {
        String healthy = answer;
        assertThat(isHealthy()).isTrue();
        answer = "";
        assertThat(check.problem())
                .hasValueSatisfying(reason -> assertThat(reason).contains("own port"));
        answer = "SSH-2.0-server\r\n";
        assertThat(isHealthy()).isFalse();
        answer = healthy;
        assertThat(isHealthy()).isTrue();
    }

    @Test
    void aPortThatDoesNotAnswerIsUnhealthyAndTheCheckEnds() {
        answer = "nothing";
        assertThat(isHealthy()).isFalse();
    }

    @Test
    void aPortThatIsClosedIsUnhealthy() throws IOException {
        // A port that is bound and not listened on refuses connections, and no other process gets it.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress closed = (InetSocketAddress) bound.getLocalSocketAddress();
            check = new ListenerCheck(() -> closed, false, Duration.ofMillis(500));
            assertThat(isHealthy()).isFalse();
        }
    }
}
