package dev.moorage.http.log;

import dev.moorage.application.port.out.trace.RequestSpan;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;

/**
 * What connects the lines of one request with each other, and with those of the systems in front of the registry.
 *
 * @param id the identifier of the request: {@code X-Request-Id} of a trusted proxy, or one that was made here
 * @param trace the place of the request in a trace: its own span, or without tracing that of its client
 */
public record RequestContext(String id, Optional<TraceParent> trace) {
    /** The context of the request that the current thread serves. Lines that it logs have the identifiers. */
    public static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    /** The header of the identifier, in requests and responses. */
    public static final String HEADER = "X-Request-Id";

    /** The attribute of a request whose peer is a trusted proxy. */
    public static final String FROM_PROXY = "dev.moorage.http.fromProxy";

    public RequestContext {
        Objects.requireNonNull(id);
        Objects.requireNonNull(trace);
    }

    /**
     * Returns the context of a request. The identifier of a peer that is no trusted proxy is ignored.
     *
     * @param span the span of the request, or empty without tracing
     */
    public static RequestContext of(HttpServletRequest request, Optional<RequestSpan> span) {
        Optional<String> sent =
                request.getAttribute(FROM_PROXY) == null ? Optional.empty() : RequestId.of(request.getHeader(HEADER));
        return new RequestContext(
                sent.isPresent() ? sent.get() : RequestId.random(),
                span.isPresent()
                        ? span.map(own -> new TraceParent(own.traceId(), own.spanId()))
                        : TraceParent.parse(request.getHeader("traceparent")));
    }
}
