package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.moorage.bootstrap.logging.BoundedEncoder;
import dev.moorage.bootstrap.logging.LineFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Requests that try to write lines of their own into the access log: each has one line, of bounded length. */
class HostileAccessLogTest {
    private static final List<String> TARGETS = List.of(
            "/v2/%0a%0dforged/tags/list",
            "/v2/\u00c2\u0085forged",
            "/v2/\u00e2\u0080\u00a8forged",
            "/v2/\u001b[31m",
            "/v2/\"user=\"admin\"",
            "/v2/\\\"",
            "/v2/\u00e2\u0080\u00aegnp",
            "/v2/\u00ff\u00fe",
            "/v2/" + "x".repeat(20_000));

    @TempDir
    private Path root;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private OutputStreamAppender<ILoggingEvent> appender() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(BoundedEncoder.started(context, new LineFields(Map.of())));
        appender.setOutputStream(written);
        appender.start();
        return appender;
    }

    @Test
    void eachRequestHasOneLineWhateverItSends() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger("dev.moorage.access");
        Level before = log.getLevel();
        OutputStreamAppender<ILoggingEvent> appender = appender();
        log.addAppender(appender);
        log.setLevel(Level.INFO);
        try (Registry registry = Registry.start(Loopback.over(root, Map.of()))) {
            for (String target : TARGETS) {
                send(registry, "GET " + target + " HTTP/1.1\r\nHost: r\r\n");
            }
            send(registry, "X".repeat(5000) + " /v2/ HTTP/1.1\r\nHost: r\r\n");
        } finally {
            log.detachAppender(appender);
            log.setLevel(before);
        }
        List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).isNotEmpty().hasSizeLessThanOrEqualTo(TARGETS.size() + 1);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line)
                    .matches("\\S+ INFO  access request method=\"([^\"\\\\]|\\\\.)*\" path=\"([^\"\\\\]|\\\\.)*\""
                            + " status=\"\\d+\" received=\"\\d+\" sent=\"\\d+\" millis=\"\\d+\" rate=\"\\d+\""
                            + " user=\"-\" remote=\"127.0.0.1\" request=\"[0-9a-f-]{36}\" *");
            assertThat(line.length()).isLessThan(15_000);
        });
        assertThat(lines).anyMatch(line -> line.contains("x...[+")).anyMatch(line -> line.contains("X...[+"));
    }

    private static void send(Registry registry, String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            var _ = socket.getInputStream().readAllBytes();
        }
    }
}
