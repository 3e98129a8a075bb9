package dev.moorage.http;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.failure.ClassifyFailure;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.http.auth.AccessControl;
import dev.moorage.http.auth.AccessDecision;
import dev.moorage.http.auth.AccessRequest;
import dev.moorage.http.auth.Client;
import dev.moorage.http.auth.UnknownCaller;
import dev.moorage.http.endpoint.ContentSafety;
import dev.moorage.http.exchange.AccessLog;
import dev.moorage.http.exchange.ClientConnection;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.exchange.RequestBody;
import dev.moorage.http.route.Route;
import dev.moorage.http.route.RouteParser;
import dev.moorage.storage.spi.io.TransferBuffers;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
    private final transient AllowedMethods methods;
    private final transient AccessControl access;
    private final transient Endpoints endpoints;
    private final transient ErrorResponses errors;
    private final transient ClientConnection connection;
    private final transient AccessLog accessLog = new AccessLog();

    private final transient ServedRequests served = new ServedRequests();

    public RegistryServlet(
            HttpSettings settings,
            UploadUseCases uploads,
            BlobUseCases blobs,
            ManifestUseCases manifests,
            RepositoryUseCases repositories,
            ClassifyFailure failures,
            AccessControl access,
            TransferBuffers buffers,
            MemoryBudget memory,
            ClientConnection connection) {
        this.settings = settings;
        this.routes = new RouteParser(settings.prefix());
        this.methods = new AllowedMethods(settings);
        this.access = access;
        this.errors = new ErrorResponses(failures);
        this.endpoints = new Endpoints(uploads, blobs, manifests, repositories, settings, buffers, memory);
        this.connection = connection;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long start = System.nanoTime();
        RequestBody body = new RequestBody(request, connection);
        response.setHeader("Docker-Distribution-API-Version", "registry/2.0");
        ContentSafety.HEADERS.forEach(response::setHeader);
        settings.headers().forEach((name, values) -> putHeader(response, name, values));
        Exchange anonymous = new Exchange(request, response, UnknownCaller.INSTANCE, body, connection);
        Optional<String> user = Optional.empty();
        served.begin();
        try {
            user = serve(request, response, anonymous, body);
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
            accessLog.log(request, status(request, response), user, body.received(), connection.sent(request), nanos);
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

    private Optional<String> serve(
            HttpServletRequest request, HttpServletResponse response, Exchange anonymous, RequestBody body)
            throws IOException {
        Route route = routes.parse(request.getRequestURI());
        if (!methods.has(anonymous, route)) {
            return Optional.empty();
        }
        return switch (decide(request, route)) {
            case AccessDecision.Granted(Caller caller) -> {
                serve(new Exchange(request, response, caller, body, connection), route);
                yield name(caller);
            }
            case AccessDecision.Challenge(String challenge) -> {
                anonymous.header("WWW-Authenticate", challenge).error(401, ErrorCode.UNAUTHORIZED);
                yield Optional.empty();
            }
            case AccessDecision.Denied _ -> {
                anonymous.error(403, ErrorCode.DENIED);
                yield Optional.empty();
            }
            case AccessDecision.Throttled(Duration after) -> {
                retryAfter(anonymous, after)
                        .error(429, ErrorCode.TOOMANYREQUESTS, "too many logins from this address have failed");
                yield Optional.empty();
            }
            case AccessDecision.Busy(Duration after) -> {
                retryAfter(anonymous, after)
                        .error(503, ErrorCode.UNAVAILABLE, "too many logins wait for their passwords to be checked");
                yield Optional.empty();
            }
        };
    }

    /** Returns the name that the access log gives the caller. It is empty for a caller without credentials. */
    private static Optional<String> name(Caller caller) {
        return caller.subject() instanceof Subject.User user ? Optional.of(user.name()) : Optional.empty();
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

    private AccessDecision decide(HttpServletRequest request, Route route) {
        return AccessRequest.needed(request.getMethod(), route)
                .map(needed -> access.decide(client(request), needed))
                .orElseGet(() -> new AccessDecision.Granted(UnknownCaller.INSTANCE));
    }

    private Client client(HttpServletRequest request) {
        return new Client(
                Optional.ofNullable(request.getHeader("Authorization")),
                request.getRemoteAddr(),
                connection.presence(request));
    }

    private static Exchange retryAfter(Exchange exchange, Duration after) {
        return exchange.header(
                "Retry-After",
                Long.toString(Math.max(1, after.plusNanos(999_999_999).toSeconds())));
    }
}
