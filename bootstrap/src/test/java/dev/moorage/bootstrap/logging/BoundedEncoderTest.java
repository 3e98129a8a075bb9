package dev.moorage.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import dev.moorage.http.log.RequestContext;
import dev.moorage.http.log.TraceParent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that data from outside stays within its field, in text and in JSON, whatever its content and length. */
class BoundedEncoderTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final LineFields NONE = new LineFields(Map.of());

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("dev.moorage.access");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    BoundedEncoderTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        events.setContext(context);
        events.start();
        logger.addAppender(events);
        logger.setLevel(Level.INFO);
    }

    private String text(Consumer<Logger> log) {
        log.accept(logger);
        return new String(BoundedEncoder.started(context, NONE).encode(events.list.getLast()), StandardCharsets.UTF_8);
    }

    private String json(Consumer<Logger> log) {
        log.accept(logger);
        return new String(
                JsonLogEncoder.started(context, JsonShape.PLAIN, NONE).encode(events.list.getLast()),
                StandardCharsets.UTF_8);
    }

    private static Consumer<Logger> field(String value) {
        return log -> log.atInfo()
                .addKeyValue("path", value)
                .addKeyValue("status", 200)
                .log("request");
    }

    /** The field's value as a reader of the line finds it: from its quote to the next that is not escaped. */
    private static String quoted(String line) {
        String start = " request path=\"";
        int from = line.indexOf(start) + start.length();
        int end = from;
        while (line.charAt(end) != '"') {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        assertThat(line.substring(end)).isEqualTo("\" status=\"200\"\n");
        return line.substring(from, end);
    }

    private static void assertOneLineOfPrintable(String line) {
        assertThat(line).endsWith("\n").hasLineCount(1);
        assertThat(line.substring(0, line.length() - 1).codePoints())
                .as(line)
                .noneMatch(c -> c < ' '
                        || c >= 0x7f && c <= 0xa0
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.UNASSIGNED
                        || Character.getType(c) == Character.PRIVATE_USE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/\n2026-01-01T00:00:00.000Z ERROR Forged line",
                "/v2/\r\nforged",
                "/v2/\u0085forged",
                "/v2/\u2028forged\u2029forged",
                "/v2/\u000bforged\u000cforged",
                "x\" status=\"500\" user=\"admin",
                "x\\\" status=\"500",
                "x\\",
                "\u001b[2J\u001b[31mred",
                "\u009b31mred",
                "\u001b]0;title\u0007",
                "\b\b\b\bhidden",
                "\u202egnp.exe",
                "\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u202a\u202d",
                "\u200b\u200d\ufeff\u00ad",
                "\u0000",
                "\u007f",
                "\u00a0\u3000",
                "\ue000",
                "\ufffe\uffff",
                "\udb40\udc41"
            })
    void aHostileFieldIsOneFieldOfOneLine(String value) {
        String line = text(field(value));
        assertOneLineOfPrintable(line);
        assertThat(quoted(line)).doesNotContain("\n");
        String jsonLine = json(field(value));
        assertOneLineOfPrintable(jsonLine);
        JsonNode parsed = JSON.readTree(jsonLine);
        assertThat(parsed.get("path").asString()).isEqualTo(value);
        assertThat(parsed.get("status").asInt()).isEqualTo(200);
    }

    /** Half a character is no text: UTF-8 has nothing for it. */
    @Test
    void halfACharacterIsNoCharacterOfALine() {
        assertOneLineOfPrintable(text(field("a\ud800b\udc00")));
        assertOneLineOfPrintable(json(field("a\ud800b\udc00")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/a/manifests/latest", "é ü ß 你好 ☃", "a b=c&d;e'f<g>%2F"})
    void anOrdinaryFieldStaysAsItIs(String value) {
        assertThat(quoted(text(field(value)))).isEqualTo(value);
        assertThat(json(field(value))).contains("\"path\":\"" + value + "\"");
    }

    @Test
    void aLineOfTheAccessLogLooksAsItAlwaysDid() {
        String line = text(log -> log.atInfo()
                .addKeyValue("method", "GET")
                .addKeyValue("path", "/v2/")
                .addKeyValue("status", 200)
                .addKeyValue("user", "-")
                .log("request"));
        assertThat(line)
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  access request"
                        + " method=\"GET\" path=\"/v2/\" status=\"200\" user=\"-\"\\n");
    }

    @Test
    void aLineOfJsonHasTheNamesOfDistribution() {
        Consumer<Logger> log = to -> to.atWarn()
                .addKeyValue("path", "/v2/\"a")
                .addKeyValue("status", 200)
                .log("request {}", 7);
        assertThat(json(log))
                .matches("\\{\"time\":\"[0-9T:.Z-]+\",\"msg\":\"request 7\",\"level\":\"warning\","
                        + "\"logger\":\"dev.moorage.access\",\"path\":\"/v2/\\\\\"a\",\"status\":200}\n");
        String logstash = new String(
                JsonLogEncoder.started(context, JsonShape.LOGSTASH, NONE).encode(events.list.getLast()),
                StandardCharsets.UTF_8);
        assertThat(logstash).startsWith("{\"@timestamp\":\"").contains("\"@version\":\"1\",\"message\":\"request 7\"");
    }

    @Test
    void everyLineHasTheConfiguredFieldsAndThoseOfItsRequest() {
        LineFields fields = new LineFields(Map.of("service", "registry\n", "level", "mine"));
        RequestContext request = new RequestContext(
                "0199-request", Optional.of(new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7")));
        logger.warn("slow");
        ILoggingEvent event = events.list.getLast();
        ScopedValue.where(RequestContext.CURRENT, request).run(() -> {
            String line = new String(BoundedEncoder.started(context, fields).encode(event), StandardCharsets.UTF_8);
            assertThat(line)
                    .contains(" slow request=\"0199-request\" trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\""
                            + " span_id=\"00f067aa0ba902b7\"")
                    .contains("service=\"registry\\n\"");
            JsonNode parsed = JSON.readTree(
                    JsonLogEncoder.started(context, JsonShape.PLAIN, fields).encode(event));
            assertThat(parsed.get("http.request.id").asString()).isEqualTo("0199-request");
            assertThat(parsed.get("trace_id").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(parsed.get("service").asString()).isEqualTo("registry\n");
            assertThat(parsed.get("level").asString()).isEqualTo("warning");
            assertThat(parsed.get("fields.level").asString()).isEqualTo("mine");
        });
        String outside = new String(BoundedEncoder.started(context, fields).encode(event), StandardCharsets.UTF_8);
        assertThat(outside).doesNotContain("0199-request").contains("service=");
    }

    @Test
    void aLongFieldIsCutWithAMark() {
        String line = text(field("x".repeat(100_000)));
        assertThat(quoted(line)).isEqualTo("x".repeat(1024) + "...[+98976]");
        assertThat(text(field("x".repeat(1024)))).doesNotContain("[+");
        assertThat(text(field("\n".repeat(100_000))).length()).isLessThan(4000);
        assertThat(text(field("x".repeat(1023) + "\ud83d\ude00"))).contains("x...[+2]");
        JsonNode parsed = JSON.readTree(json(field("\u202e".repeat(100_000))));
        assertThat(parsed.get("path").asString()).endsWith("...[+98976]");
    }

    @Test
    void messagesAndThreadsAreBoundedAndEscapedToo() throws InterruptedException {
        String hostile = "a\nb\"c" + "x".repeat(100_000);
        Thread.ofPlatform()
                .name("thread\nforged")
                .start(() -> logger.warn("The check of {} failed", hostile))
                .join();
        ILoggingEvent event = events.list.getLast();
        String line = new String(BoundedEncoder.started(context, NONE).encode(event), StandardCharsets.UTF_8);
        assertOneLineOfPrintable(line);
        assertThat(line).contains("The check of a\\nb\\\"c").hasSizeLessThan(5000);
        String jsonLine = new String(
                JsonLogEncoder.started(context, JsonShape.PLAIN, NONE).encode(event), StandardCharsets.UTF_8);
        assertOneLineOfPrintable(jsonLine);
        assertThat(jsonLine).hasSizeLessThan(10_000);
        assertThat(JSON.readTree(jsonLine).get("msg").asString()).startsWith("The check of a\nb\"c");
    }

    private static IOException failure(int causes) {
        IOException failure = new IOException("store said\n2026 ERROR forged\u001b[31m\u2028" + "x".repeat(10_000));
        for (int i = 0; i < causes; i++) {
            failure = new IOException("level " + i, failure);
            failure.addSuppressed(new IOException("also\nforged"));
        }
        return failure;
    }

    /**
     * Tests that a stack trace has its own lines, each of which begins as Java's do, and that no message adds another one.
     */
    @Test
    void theMessagesOfFailuresAreEscapedAndTheirTracesBounded() {
        String trace = text(log -> log.atError().setCause(failure(2)).log("Storage failed"));
        assertThat(trace.lines().skip(1))
                .allMatch(
                        line -> line.matches(
                                "(java\\.io\\.IOException: |Caused by: java|\\tat |\\t\\.\\.\\. |\\tSuppressed: java|\\t\\tat |\\t\\t\\.\\.\\. ).*"));
        assertThat(trace)
                .contains("store said\\n2026 ERROR forged\\u001b[31m\\u2028")
                .doesNotContain("\u001b");
        String deep = text(log -> log.atError().setCause(failure(1000)).log("Storage failed"));
        assertThat(deep.length()).isLessThan(200_000);
        String jsonLine = json(log -> log.atError().setCause(failure(1000)).log("Storage failed"));
        assertOneLineOfPrintable(jsonLine);
        assertThat(jsonLine.length()).isLessThan(400_000);
        JSON.readTree(jsonLine);
    }
}
