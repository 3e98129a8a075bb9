package dev.moorage.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.moorage.application.port.out.trace.RequestHead;
import dev.moorage.application.port.out.trace.RequestSpan;
import dev.moorage.application.port.out.trace.Tracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Spans as a collector receives them by OTLP over HTTP. The numbers of fields are those of opentelemetry-proto. */
class OtlpTest {
    private static final int RESOURCE_SPANS = 1;
    private static final int RESOURCE = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int PARENT_ID = 4;
    private static final int NAME = 5;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int STRING_VALUE = 1;
    private static final int RESOURCE_ATTRIBUTES = 1;

    private static void serveOne(Tracing tracing) {
        RequestSpan span = tracing.begin(new RequestHead(
                "GET",
                "/v2/",
                "http",
                "1.1",
                "127.0.0.1",
                "localhost",
                5000,
                Optional.empty(),
                name -> name.equals("traceparent")
                        ? Optional.of("00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01")
                        : Optional.empty()));
        span.end(new RequestSpan.Result(Optional.of("/v2/"), Optional.empty(), Optional.empty(), 200, 0, 2));
    }

    private static Tracing open(Map<String, String> environment) {
        return new OpenTelemetryFactory().open(environment, "1.2.3", "inmemory");
    }

    @Test
    void aCollectorGetsTheSpansThatWaitAtTheStop() throws IOException {
        List<byte[]> bodies = new CopyOnWriteArrayList<>();
        List<String> types = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            bodies.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try {
            String url = "http://127.0.0.1:" + collector.getAddress().getPort();
            // A batch is sent after five seconds. Only the stop can be so early.
            try (Tracing tracing = open(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url))) {
                serveOne(tracing);
            }
        } finally {
            collector.stop(0);
        }
        assertThat(types).containsExactly("application/x-protobuf");
        WireFields group =
                new WireFields(bodies.getFirst()).messages(RESOURCE_SPANS).getFirst();
        assertThat(group.messages(RESOURCE).getFirst().messages(RESOURCE_ATTRIBUTES))
                .extracting(each ->
                        each.text(KEY) + "=" + each.messages(VALUE).getFirst().text(STRING_VALUE))
                .contains("service.name=moorage", "service.version=1.2.3");
        WireFields span = group.messages(SCOPE_SPANS).getFirst().messages(SPANS).getFirst();
        assertThat(span.text(NAME)).isEqualTo("GET /v2/");
        assertThat(HexFormat.of().formatHex(span.bytes(TRACE_ID))).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(HexFormat.of().formatHex(span.bytes(PARENT_ID))).isEqualTo("00f067aa0ba902b7");
    }

    @Test
    void aCollectorThatDoesNotAnswerHoldsUpTheStopForFiveSecondsAtMost() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            long begun = System.nanoTime();
            try (Tracing tracing =
                    open(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + silent.getLocalPort()))) {
                serveOne(tracing);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    void variablesThatCannotBeUsedAreNamed() {
        assertThatThrownBy(() -> open(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OTEL_EXPORTER_OTLP_PROTOCOL")
                .hasMessageContaining("http/protobuf");
        assertThatThrownBy(() -> open(Map.of("OTEL_TRACES_EXPORTER", "zipkin")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zipkin");
        assertThatThrownBy(() -> open(Map.of("OTEL_TRACES_SAMPLER", "sometimes")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sometimes");
    }

    @Test
    void theSamplerIsThatOfTheEnvironment() {
        try (Tracing tracing = open(Map.of("OTEL_TRACES_SAMPLER", "always_off", "OTEL_TRACES_EXPORTER", "otlp"))) {
            RequestSpan span = tracing.begin(
                    new RequestHead("GET", "/v2/", "http", "1.1", "", "", 0, Optional.empty(), _ -> Optional.empty()));
            assertThat(((HttpSpan) span).span().isRecording()).isFalse();
        }
    }
}
