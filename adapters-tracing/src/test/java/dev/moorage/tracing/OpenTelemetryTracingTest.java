package dev.moorage.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.application.port.out.event.UploadEvent.Place;
import dev.moorage.application.port.out.trace.RequestHead;
import dev.moorage.application.port.out.trace.RequestSpan;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.InterceptedStorageDriver;
import dev.moorage.storage.spi.StorageCall;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spans as the SDK has them at their end. */
class OpenTelemetryTracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CLIENT = "00f067aa0ba902b7";
    private static final ObjectKey KEY = new ObjectKey("a/b");
    private static final RepositoryName REPOSITORY = RepositoryName.parse("a");
    private static final UploadId UPLOAD = new UploadId(new UUID(1, 2));

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetryTracing tracing = new OpenTelemetryTracing(
            OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                            .build())
                    .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                    .build(),
            "inmemory",
            SdkLog.install(Logger.getLogger("test"), () -> 0, (_, _, _) -> {}));

    @AfterEach
    void close() {
        tracing.close();
    }

    private static RequestHead head(String method, Map<String, String> headers) {
        return new RequestHead(
                method,
                "/v2/a/blobs/uploads/",
                "https",
                "1.1",
                "192.0.2.7",
                "registry.example.org",
                443,
                Optional.of("docker/29.1"),
                name -> Optional.ofNullable(headers.get(name)));
    }

    private static RequestSpan.Result result(int status) {
        return new RequestSpan.Result(
                Optional.of("/v2/{name}/blobs/uploads/{id}"), Optional.of("a"), Optional.of("x"), status, 5, 6);
    }

    private static Map<String, String> parent(String flags) {
        return Map.of("traceparent", "00-" + TRACE + "-" + CLIENT + "-" + flags);
    }

    /** Runs work for a request, and returns the spans: the last one is that of the request. */
    private List<SpanData> serve(int status, Work work) throws IOException {
        RequestSpan span = tracing.begin(head("PATCH", parent("01")));
        ScopedValue.where(RequestSpan.CURRENT, span).call(() -> {
            work.run();
            return true;
        });
        span.end(result(status));
        return exporter.getFinishedSpanItems();
    }

    private interface Work {
        void run() throws IOException;
    }

    private StorageDriver storage() {
        return new InterceptedStorageDriver(new InMemoryStorageDriver(new InMemoryStore()), tracing.storage());
    }

    @Test
    void aRequestContinuesTheTraceOfItsClient() throws IOException {
        SpanData span = serve(202, () -> {}).getFirst();
        assertThat(span.getName()).isEqualTo("PATCH /v2/{name}/blobs/uploads/{id}");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(CLIENT);
        assertThat(span.getStatus()).isEqualTo(StatusData.unset());
        Map<String, Object> attributes = new TreeMap<>();
        span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
        assertThat(attributes)
                .containsEntry("http.request.method", "PATCH")
                .containsEntry("http.route", "/v2/{name}/blobs/uploads/{id}")
                .containsEntry("http.response.status_code", 202L)
                .containsEntry("http.request.body.size", 5L)
                .containsEntry("http.response.body.size", 6L)
                .containsEntry("url.scheme", "https")
                .containsEntry("url.path", "/v2/a/blobs/uploads/")
                .containsEntry("client.address", "192.0.2.7")
                .containsEntry("server.address", "registry.example.org")
                .containsEntry("server.port", 443L)
                .containsEntry("user_agent.original", "docker/29.1")
                .containsEntry("network.protocol.version", "1.1")
                .containsEntry("moorage.repository", "a")
                .containsEntry("moorage.upload.id", "x")
                .doesNotContainKey("error.type");
    }

    @Test
    void aCallToStorageIsAChildOfItsRequest() throws IOException {
        List<SpanData> spans = serve(201, () -> {
            try (StorageDriver driver = storage()) {
                driver.stat(KEY);
                driver.put(KEY, new byte[1], WriteCondition.IF_ABSENT, Durability.POWER_LOSS);
                assertThatThrownBy(() -> driver.put(KEY, new byte[1], WriteCondition.IF_ABSENT, Durability.POWER_LOSS))
                        .isInstanceOf(ConditionFailedException.class);
            }
        });
        SpanData request = spans.getLast();
        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactly("storage stat", "storage put", "storage put", request.getName());
        assertThat(spans.subList(0, 3)).allSatisfy(span -> {
            assertThat(span.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getStatus()).isEqualTo(StatusData.unset());
            assertThat(span.getAttributes().get(SpanAttributes.KEY)).isEqualTo("a/b");
            assertThat(span.getAttributes().get(SpanAttributes.DRIVER)).isEqualTo("inmemory");
        });
        assertThat(spans.get(2).getAttributes().get(SpanAttributes.ERROR))
                .isEqualTo(ConditionFailedException.class.getName());
    }

    @Test
    void aStorageThatFailsMakesAnErrorAndTheCallerGetsTheFailure() throws IOException {
        List<SpanData> spans = serve(
                500,
                () -> assertThatThrownBy(() -> tracing.storage().around(StorageCall.SYNC, KEY, () -> {
                            throw new IOException("the disk is gone");
                        }))
                        .hasMessage("the disk is gone"));
        assertThat(spans.getFirst().getStatus()).isEqualTo(StatusData.error());
        assertThat(spans.getFirst().getAttributes().get(SpanAttributes.ERROR)).isEqualTo("java.io.IOException");
        assertThat(spans.getLast().getStatus()).isEqualTo(StatusData.error());
        assertThat(spans.getLast().getAttributes().get(SpanAttributes.ERROR)).isEqualTo("500");
    }

    @Test
    void whatTheRegistryDoesByItselfHasNoSpan() throws IOException {
        try (StorageDriver driver = storage()) {
            driver.stat(KEY);
        }
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void aClientThatDoesNotSampleIsNotSampled() throws IOException {
        RequestSpan span = tracing.begin(head("GET", parent("00")));
        ScopedValue.where(RequestSpan.CURRENT, span).call(() -> {
            try (StorageDriver driver = storage()) {
                return driver.stat(KEY);
            }
        });
        span.end(result(200));
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
        assertThat(span.traceId()).isEqualTo(TRACE);
    }

    @Test
    void aMethodThatAClientHasInventedIsInNoName() {
        tracing.begin(head("BREW", Map.of()))
                .end(new RequestSpan.Result(Optional.empty(), Optional.empty(), Optional.empty(), 499, 0, 0));
        SpanData span = exporter.getFinishedSpanItems().getFirst();
        assertThat(span.getName()).isEqualTo("_OTHER");
        assertThat(span.getAttributes().get(SpanAttributes.METHOD_ORIGINAL)).isEqualTo("BREW");
        assertThat(span.getParentSpanId()).isEqualTo("0000000000000000");
        assertThat(span.getAttributes().get(SpanAttributes.ERROR)).isEqualTo("499");
    }

    @Test
    void stepsOfAnUploadAreEventsOfTheSpan() throws IOException {
        List<SpanData> spans = serve(202, () -> {
            for (UploadEvent event : List.of(
                    new UploadEvent.Started(UnrestrictedCaller.ANONYMOUS, REPOSITORY, UPLOAD),
                    new UploadEvent.Resumed(UnrestrictedCaller.ANONYMOUS, REPOSITORY, UPLOAD, 90, Place.ELSEWHERE),
                    new UploadEvent.Rehashed(UnrestrictedCaller.ANONYMOUS, REPOSITORY, UPLOAD, 7),
                    new UploadEvent.Fenced(UnrestrictedCaller.ANONYMOUS, REPOSITORY, UPLOAD, Place.HERE))) {
                assertThat(tracing.listener().wants(event.kind())).isTrue();
                tracing.listener().take(event);
            }
        });
        assertThat(spans.getFirst().getEvents())
                .extracting(EventData::getName)
                .containsExactly("resumed", "rehashed", "fenced");
        assertThat(spans.getFirst().getEvents().getFirst().getAttributes().get(SpanAttributes.OFFSET))
                .isEqualTo(90);
        assertThat(tracing.listener().wants(EventKind.PULLED)).isFalse();
    }

    @Test
    void anEventOutsideOfARequestIsLeftOut() throws IOException {
        tracing.listener().take(new UploadEvent.Started(UnrestrictedCaller.ANONYMOUS, REPOSITORY, UPLOAD));
        assertThat(exporter.getFinishedSpanItems()).isEmpty();
    }
}
