package dev.moorage.tracing;

import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.trace.RequestHead;
import dev.moorage.application.port.out.trace.RequestSpan;
import dev.moorage.application.port.out.trace.Tracing;
import dev.moorage.storage.spi.StorageInterceptor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Traces with the SDK of OpenTelemetry. The SDK's own context of a thread is not used: the parent of each span is given to it,
 * because the work for a request crosses threads.
 */
final class OpenTelemetryTracing implements Tracing {
    private static final long LAST_SPANS_SECONDS = 5;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final StorageInterceptor storage;
    private final SdkLog log;

    /** @param driver the storage driver's name in the configuration */
    OpenTelemetryTracing(OpenTelemetrySdk sdk, String driver, SdkLog log) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("dev.moorage");
        this.propagator = sdk.getPropagators().getTextMapPropagator();
        this.storage = new StorageSpans(tracer, driver);
        this.log = log;
    }

    @Override
    public RequestSpan begin(RequestHead head) {
        SpanBuilder builder = tracer.spanBuilder(SpanAttributes.method(head.method()))
                .setSpanKind(SpanKind.SERVER)
                .setParent(propagator.extract(Context.root(), head, Headers.INSTANCE))
                .setAttribute(SpanAttributes.METHOD, SpanAttributes.method(head.method()))
                .setAttribute(SpanAttributes.SCHEME, head.scheme())
                .setAttribute(SpanAttributes.PATH, head.path())
                .setAttribute(SpanAttributes.PROTOCOL_VERSION, head.protocolVersion())
                .setAttribute(SpanAttributes.CLIENT, head.clientAddress())
                .setAttribute(SpanAttributes.SERVER, head.serverAddress());
        if (!SpanAttributes.isKnown(head.method())) {
            builder.setAttribute(SpanAttributes.METHOD_ORIGINAL, head.method());
        }
        if (head.serverPort() > 0) {
            builder.setAttribute(SpanAttributes.SERVER_PORT, (long) head.serverPort());
        }
        head.userAgent().ifPresent(agent -> builder.setAttribute(SpanAttributes.USER_AGENT, agent));
        Span span = builder.startSpan();
        return new HttpSpan(span, SpanAttributes.method(head.method()));
    }

    @Override
    public StorageInterceptor storage() {
        return storage;
    }

    @Override
    public EventListener listener() {
        return new UploadSpanEvents();
    }

    @Override
    public void close() {
        sdk.getSdkTracerProvider().shutdown().join(LAST_SPANS_SECONDS, TimeUnit.SECONDS);
        log.close();
    }

    /** The headers in which a client sends its place in a trace. */
    private enum Headers implements TextMapGetter<RequestHead> {
        INSTANCE;

        @Override
        public @Nullable String get(@Nullable RequestHead head, String name) {
            return Objects.requireNonNull(head).headers().apply(name).orElse(null);
        }
    }
}
