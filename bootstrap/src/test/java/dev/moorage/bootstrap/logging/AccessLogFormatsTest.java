package dev.moorage.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.wiring.Features;
import dev.moorage.bootstrap.wiring.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The lines of each format over a socket: what they have, and that nothing secret is in them. */
class AccessLogFormatsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DIGEST = "sha256:" + "e".repeat(64);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @TempDir
    private Path root;

    /** Sends requests to a registry with a format, and returns the lines of the access log. */
    private List<String> lines(String format, String... requests) throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger log = context.getLogger(AccessLogFormats.LOGGER);
        Level before = log.getLevel();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder(format, context));
        appender.setOutputStream(written);
        appender.start();
        log.addAppender(appender);
        log.setLevel(Level.INFO);
        try (Registry registry = Registry.start(configuration(format))) {
            for (String request : requests) {
                send(registry, request);
            }
        } finally {
            log.detachAppender(appender);
            log.setLevel(before);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static Encoder<ILoggingEvent> encoder(String format, LoggerContext context) {
        LineFields fields = new LineFields(Map.of("service", "moorage"));
        return switch (format) {
            case "text" -> BoundedEncoder.started(context, fields);
            case "json" -> WholeLineEncoder.json(context, fields);
            default -> WholeLineEncoder.plain(context);
        };
    }

    private Configuration configuration(String format) throws Exception {
        Map<String, String> variables = new HashMap<>();
        variables.put("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", root.toString());
        variables.put("REGISTRY_HTTP_ADDR", "127.0.0.1:0");
        variables.put("REGISTRY_LOG_ACCESSLOG_FORMAT", format);
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.empty(), variables)
                .configuration();
    }

    private static void send(Registry registry, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            socket.setSoTimeout(20_000);
            String text = request.replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            var _ = socket.getInputStream().readAllBytes();
        }
    }

    /** Returns the line with a text. A line is written after its response, so lines of connections one after the other may cross. */
    private static JsonNode with(String text, List<String> lines) {
        return JSON.readTree(
                lines.stream().filter(line -> line.contains(text)).findFirst().orElseThrow());
    }

    @Test
    void aLineOfJsonHasTheFieldsOfDistribution() throws Exception {
        List<String> lines = lines(
                "json",
                "GET /v2/team/app/manifests/latest?n=3 HTTP/1.1\nHost: registry:5000\nUser-Agent: docker/29.1\n"
                        + "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01",
                "HEAD /v2/team/app/blobs/" + DIGEST + " HTTP/1.1\nHost: registry:5000",
                "GET /v2/team/app/blobs/uploads/14e570a0-7e36-4ec6-b618-9e70df055510 HTTP/1.1\nHost: r");
        assertThat(lines).hasSize(3);
        JsonNode manifest = with("/manifests/", lines);
        assertThat(manifest.get("msg").asString()).isEqualTo("response completed");
        assertThat(manifest.get("level").asString()).isEqualTo("info");
        assertThat(manifest.get("http.request.id").asString()).hasSize(36);
        assertThat(manifest.get("http.request.method").asString()).isEqualTo("GET");
        assertThat(manifest.get("http.request.uri").asString()).isEqualTo("/v2/team/app/manifests/latest");
        assertThat(manifest.get("http.request.host").asString()).isEqualTo("registry:5000");
        assertThat(manifest.get("http.request.remoteaddr").asString()).isEqualTo("127.0.0.1");
        assertThat(manifest.get("http.request.useragent").asString()).isEqualTo("docker/29.1");
        assertThat(manifest.get("http.response.status").asInt()).isEqualTo(404);
        assertThat(manifest.get("http.response.written").asInt())
                .isEqualTo(manifest.get("sent").asInt())
                .isPositive();
        assertThat(manifest.get("http.response.duration").asString()).matches("\\d+(\\.\\d+)?m?s");
        assertThat(manifest.get("http.response.contenttype").asString()).isEqualTo("application/json");
        assertThat(manifest.get("vars.name").asString()).isEqualTo("team/app");
        assertThat(manifest.get("vars.reference").asString()).isEqualTo("latest");
        assertThat(manifest.get("trace_id").asString()).isEqualTo(TRACE);
        assertThat(manifest.get("span_id").asString()).isEqualTo("00f067aa0ba902b7");
        assertThat(manifest.get("service").asString()).isEqualTo("moorage");
        assertThat(with("/blobs/sha256", lines).get("vars.digest").asString()).isEqualTo(DIGEST);
        assertThat(with("/uploads/", lines).get("vars.uuid").asString())
                .isEqualTo("14e570a0-7e36-4ec6-b618-9e70df055510");
    }

    @Test
    void aCombinedLineIsThatOfApache() throws Exception {
        assertThat(lines(
                        "combined",
                        "GET /v2/?a=b HTTP/1.1\nHost: r\nUser-Agent: docker \"29\"\nReferer: http://page/x?y=z"))
                .singleElement()
                .asString()
                .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000]"
                        + " \"GET /v2/ HTTP/1\\.1\" 200 2 \"http://page/x\" \"docker \\\\\"29\\\\\"\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "combined", "json"})
    void nothingSecretIsInALine(String format) throws Exception {
        List<String> lines = lines(
                format,
                "GET /v2/?_state=SECRET1 HTTP/1.1\nHost: r\nAuthorization: Basic SECRET2\nProxy-Authorization: Bearer SECRET3",
                "GET /v2/a/tags/list?X-Amz-Signature=SECRET4&sig=SECRET5 HTTP/1.1\nHost: r\nCookie: session=SECRET6",
                "GET http://user:SECRET7@registry/v2/ HTTP/1.1\nHost: registry",
                "GET /v2/ HTTP/1.1\nHost: r\nReferer: https://user:SECRET8@page/?token=SECRET9#SECRET10",
                "POST /v2/a/blobs/uploads/?mount=" + DIGEST + "&from=b&_state=SECRET11 HTTP/1.1\nHost: r\n"
                        + "Content-Length: 0",
                "GET /v2/ HTTP/1.1\nHost: r\nX-Forwarded-For: SECRET12\nX-Request-Id: SECRET13-SECRET13");
        assertThat(lines).hasSizeGreaterThanOrEqualTo(5);
        assertThat(lines).noneMatch(line -> line.contains("SECRET"));
        assertThat(lines).noneMatch(line -> line.contains("_state"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"combined", "json"})
    void aHostileRequestHasOneLine(String format) throws Exception {
        List<String> lines = lines(
                format,
                "GET /v2/%0a%0dforged HTTP/1.1\nHost: r\nUser-Agent: a\u0085b\u00e2\u0080\u00ae\"c\\",
                "GET /v2/\u00e2\u0080\u00a8forged HTTP/1.1\nHost: r\nReferer: \" 200 1 \"forged",
                "GET /v2/" + "x".repeat(20_000) + " HTTP/1.1\nHost: r");
        assertThat(lines).hasSize(3).allSatisfy(line -> {
            assertThat(line.codePoints().allMatch(PrintableText::isPrintable)).isTrue();
            assertThat(line.length()).isLessThan(5_000);
        });
        if (format.equals("json")) {
            assertThat(with("useragent", lines).get("http.request.useragent").asString())
                    .endsWith("\"c\\");
        }
    }

    @Test
    void durationsAreWrittenAsGoDoes() {
        assertThat(JsonAccessLog.goDuration(1_500_000)).isEqualTo("1.5ms");
        assertThat(JsonAccessLog.goDuration(40)).isEqualTo("0.00004ms");
        assertThat(JsonAccessLog.goDuration(999_000_000)).isEqualTo("999ms");
        assertThat(JsonAccessLog.goDuration(61_250_000_000L)).isEqualTo("61.25s");
    }
}
