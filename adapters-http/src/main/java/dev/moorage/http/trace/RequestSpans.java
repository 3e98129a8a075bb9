package dev.moorage.http.trace;

import dev.moorage.application.port.out.trace.RequestHead;
import dev.moorage.application.port.out.trace.RequestSpan;
import dev.moorage.application.port.out.trace.Tracing;
import dev.moorage.http.log.ServedRequest;
import dev.moorage.http.route.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Begins and ends the spans of requests. Probes have none, since they would be most of all spans. */
public final class RequestSpans {
    private static final String PROTOCOL = "HTTP/";

    private final Tracing tracing;
    private final String prefix;

    /**
     * @param tracing makes the spans
     * @param prefix the part of the path before {@code v2/}
     */
    public RequestSpans(Tracing tracing, String prefix) {
        this.tracing = tracing;
        this.prefix = prefix;
    }

    /** Begins the span of a request. The result is empty for a probe. */
    public Optional<RequestSpan> begin(HttpServletRequest request) {
        if (Route.isProbe(request.getRequestURI())) {
            return Optional.empty();
        }
        String protocol = request.getProtocol();
        return Optional.of(tracing.begin(new RequestHead(
                request.getMethod(),
                request.getRequestURI(),
                request.getScheme(),
                protocol.startsWith(PROTOCOL) ? protocol.substring(PROTOCOL.length()) : protocol,
                String.valueOf(request.getRemoteAddr()),
                String.valueOf(request.getServerName()),
                request.getServerPort(),
                Optional.ofNullable(request.getHeader("User-Agent")),
                name -> Optional.ofNullable(request.getHeader(name)))));
    }

    /**
     * Ends the span of the current thread's request, if it has one.
     *
     * @param route what the path names, or empty for a path that cannot be read
     */
    public void end(Optional<Route> route, ServedRequest.Result result) {
        if (RequestSpan.CURRENT.isBound()) {
            RequestSpan.CURRENT
                    .get()
                    .end(new RequestSpan.Result(
                            route.flatMap(found -> RouteTemplates.of(found, prefix)),
                            route.filter(Route.OfRepository.class::isInstance)
                                    .map(found ->
                                            ((Route.OfRepository) found).name().value()),
                            route.filter(Route.Upload.class::isInstance).map(found -> ((Route.Upload) found).id()),
                            result.status(),
                            result.received(),
                            result.sent()));
        }
    }
}
