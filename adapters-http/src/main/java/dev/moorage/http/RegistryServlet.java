package dev.moorage.http;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.failure.ClassifyFailure;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.port.out.trace.RequestSpan;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.http.auth.AccessGate;
import dev.moorage.http.auth.CrossOriginRequests;
import dev.moorage.http.auth.HttpAccess;
import dev.moorage.http.auth.RequestEvents;
import dev.moorage.http.auth.RequestTrace;
import dev.moorage.http.auth.TokenEndpoint;
import dev.moorage.http.auth.UnknownCaller;
import dev.moorage.http.endpoint.ContentSafety;
import dev.moorage.http.exchange.ClientConnection;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.exchange.RequestBody;
import dev.moorage.http.log.RequestContext;
import dev.moorage.http.log.ServedRequest;
import dev.moorage.http.log.ServletRequestLine;
import dev.moorage.http.page.ServedPage;
import dev.moorage.http.route.MirroredRegistries;
import dev.moorage.http.route.Route;
import dev.moorage.http.route.RouteParser;
import dev.moorage.http.trace.RequestSpans;
import dev.moorage.storage.spi.io.TransferBuffers;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The registry's only servlet. Each request goes through the same steps. Its path is parsed once. The route must support the
 * method. The caller must be allowed to do this. Only then are the body and storage accessed. All exceptions are mapped to
 * responses in one place.
 */
public final class RegistryServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    private final transient HttpSettings settings;
    private final transient RouteParser routes;
    private final transient CrossOriginRequests crossOrigin;
    private final transient AllowedMethods methods;
    private final transient AccessGate gate;
    private final transient Optional<TokenEndpoint> tokens;
    private final transient Endpoints endpoints;
    private final transient ErrorResponses errors;
    private final transient ClientConnection connection;
    private final transient HttpOperations operations;
    private final transient RequestEvents events;
    private final transient Optional<RequestSpans> spans;

    private final transient ServedRequests served = new ServedRequests();

    public RegistryServlet(
            HttpSettings settings,
            UploadUseCases uploads,
            BlobUseCases blobs,
            ManifestUseCases manifests,
            RepositoryUseCases repositories,
            ClassifyFailure failures,
            HttpAccess access,
            TransferBuffers buffers,
            MemoryBudget memory,
            ClientConnection connection,
            HttpOperations operations,
            Optional<ServedPage> page) {
        this.settings = settings;
        this.routes = new RouteParser(settings.prefix(), page.map(ServedPage::path), settings.mirrored());
        this.crossOrigin = new CrossOriginRequests(settings.headers());
        this.methods = new AllowedMethods(settings);
        this.gate = new AccessGate(access, uploads.owner(), connection);
        this.tokens = access.tokens().map(issue -> new TokenEndpoint(issue, access, connection));
        this.events = new RequestEvents(access);
        this.errors = new ErrorResponses(failures);
        this.endpoints =
                new Endpoints(uploads, blobs, manifests, repositories, settings, buffers, memory, operations, page);
        this.operations = operations;
        this.spans = operations.tracing().map(tracing -> new RequestSpans(tracing, settings.prefix()));
        this.connection = connection;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<RequestSpan> span = spans.isPresent() ? spans.get().begin(request) : Optional.empty();
        RequestContext context = RequestContext.of(request, span);
        ScopedValue.Carrier scope = ScopedValue.where(RequestContext.CURRENT, context);
        if (span.isPresent()) {
            scope = scope.where(RequestSpan.CURRENT, span.get());
        }
        var _ = scope.call(() -> {
            service(request, response, context);
            return true;
        });
    }

    private void service(HttpServletRequest request, HttpServletResponse response, RequestContext context)
            throws IOException {
        long start = System.nanoTime();
        RequestBody body = new RequestBody(request, connection);
        response.setHeader("Docker-Distribution-API-Version", "registry/2.0");
        response.setHeader(RequestContext.HEADER, context.id());
        ContentSafety.HEADERS.forEach(response::setHeader);
        settings.headers().forEach((name, values) -> putHeader(response, name, values));
        Exchange anonymous = new Exchange(request, response, UnknownCaller.INSTANCE, body, connection);
        RequestTrace trace = new RequestTrace();
        served.begin();
        try {
            serve(request, anonymous, trace);
        } catch (RuntimeException | IOException failure) {
            if (response.isCommitted()) {
                connection.close(request);
            } else {
                response.resetBuffer();
                errors.answer(anonymous, failure);
            }
        } finally {
            body.close();
            long nanos = System.nanoTime() - start;
            int status = status(request, response);
            long sent = connection.sent(request);
            ServedRequest.Result result = new ServedRequest.Result(
                    trace.user(), status, Optional.ofNullable(response.getContentType()), body.received(), sent, nanos);
            operations.log().log(new ServletRequestLine(request, context, trace.route(), result));
            events.ended(request, trace, status, anonymous.served(), body.received(), sent, nanos);
            if (spans.isPresent()) {
                spans.get().end(trace.route(), result);
            }
            served.end();
        }
    }

    /** Waits for a short time until the log lines of answered requests are written. */
    @Override
    public void destroy() {
        try {
            // If some are left, they hang in storage, and their log lines are lost.
            boolean _ = served.awaitNone(LAST_LINES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The status that is logged. If the client disconnected before the response began, it is 499, as in nginx and
     * Distribution.
     */
    private int status(HttpServletRequest request, HttpServletResponse response) {
        return !response.isCommitted() && connection.isGone(request) ? CLIENT_CLOSED_REQUEST : response.getStatus();
    }

    private static void putHeader(HttpServletResponse response, String name, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            if (i == 0) {
                response.setHeader(name, values.get(i));
            } else {
                response.addHeader(name, values.get(i));
            }
        }
    }

    private void serve(HttpServletRequest request, Exchange anonymous, RequestTrace trace) throws IOException {
        Route route = meant(request, anonymous, served(routes.parse(request.getRequestURI())));
        events.begun(trace, route);
        if (!methods.has(anonymous, route) || isRefused(anonymous, route)) {
            return;
        }
        if (crossOrigin.isForged(request)) {
            anonymous.error(403, ErrorCode.DENIED, "a page of another site may not change the registry");
            return;
        }
        AccessResult result = gate.admit(request, anonymous, route);
        trace.decided(result);
        if (result instanceof AccessResult.Granted(Caller caller)) {
            serve(request, anonymous.withCaller(events.withOrigin(caller, request, route)), route, trace);
        }
    }

    /** Returns the route with the repository that the request means, whichever way it names a mirrored registry. */
    private Route meant(HttpServletRequest request, Exchange exchange, Route route) {
        String host = String.valueOf(request.getServerName());
        List<String> names = exchange.query().values("ns");
        Optional<MirroredRegistries.Mirrored> source = settings.mirrored()
                .source(exchange.method(), route, names, Set.of(host, host + ":" + request.getServerPort()));
        source.ifPresent(_ -> exchange.header("OCI-Namespace", names.getFirst()));
        return settings.mirrored().resolve(route, source, host);
    }

    /** Whether a failed check refuses the request, which is answered here then. Probes are answered all the same. */
    private boolean isRefused(Exchange exchange, Route route) throws IOException {
        boolean isRefusing = operations.isRefusing().isPresent()
                && operations.isRefusing().get().getAsBoolean();
        if (!isRefusing || route instanceof Route.Livez || route instanceof Route.Readyz) {
            return false;
        }
        exchange.header("Retry-After", "5").error(503, ErrorCode.UNAVAILABLE, "a check of the registry's health fails");
        return true;
    }

    private Route served(Route route) {
        return route instanceof Route.Token && tokens.isEmpty() ? new Route.None() : route;
    }

    private void serve(HttpServletRequest request, Exchange exchange, Route route, RequestTrace trace)
            throws IOException {
        if (route instanceof Route.Token && tokens.isPresent()) {
            trace.issued(tokens.get().handle(request, exchange));
        } else {
            try {
                serve(exchange, route);
            } catch (WriteOnceException refused) {
                trace.refused(refused);
                throw refused;
            } catch (RegistryException refused) {
                if (refused.code() != ErrorCode.DENIED || !gate.challengeAnonymous(request, exchange, route)) {
                    throw refused;
                }
            }
        }
    }

    private void serve(Exchange exchange, Route route) throws IOException {
        try {
            endpoints.serve(exchange, route);
        } catch (RegistryException refused) {
            if (refused.code() == ErrorCode.UNSUPPORTED) {
                methods.list(exchange, route);
            }
            throw refused;
        }
    }
}
