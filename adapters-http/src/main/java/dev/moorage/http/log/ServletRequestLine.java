package dev.moorage.http.log;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.route.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be logged of a request of the servlet API. A header is read when a format asks for it. */
public final class ServletRequestLine implements ServedRequest {
    private final HttpServletRequest request;
    private final RequestContext context;
    private final Optional<Route> route;
    private final Result result;

    /** @param route what the path names, or empty for a path that cannot be read */
    public ServletRequestLine(
            HttpServletRequest request, RequestContext context, Optional<Route> route, Result result) {
        this.request = request;
        this.context = context;
        this.route = route;
        this.result = result;
    }

    @Override
    public RequestContext context() {
        return context;
    }

    @Override
    public Result result() {
        return result;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return request.getRequestURI();
    }

    @Override
    public String protocol() {
        return request.getProtocol();
    }

    @Override
    public String remote() {
        return String.valueOf(request.getRemoteAddr());
    }

    @Override
    public Optional<String> host() {
        return header("Host").or(() -> Optional.ofNullable(request.getServerName()));
    }

    @Override
    public Optional<String> userAgent() {
        return header("User-Agent");
    }

    @Override
    public Optional<String> referrer() {
        return header("Referer").map(ServletRequestLine::withoutSecrets);
    }

    @Override
    public Optional<String> contentType() {
        return header("Content-Type");
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name)).filter(value -> !value.isBlank());
    }

    private static String withoutSecrets(String url) {
        int end = url.length();
        for (char c : new char[] {'?', '#'}) {
            int found = url.indexOf(c);
            end = found < 0 ? end : Math.min(end, found);
        }
        String kept = url.substring(0, end);
        int host = kept.indexOf("://") + 3;
        int user = kept.lastIndexOf('@');
        return host >= 3 && user >= host ? kept.substring(0, host) + kept.substring(user + 1) : kept;
    }

    @Override
    public Optional<RepositoryName> repository() {
        return of() instanceof Route.OfRepository named ? Optional.of(named.name()) : Optional.empty();
    }

    @Override
    public Optional<Reference> reference() {
        return of() instanceof Route.Manifests manifest ? Optional.of(manifest.reference()) : Optional.empty();
    }

    @Override
    public Optional<Digest> digest() {
        if (of() instanceof Route.Blobs blob) {
            return Optional.of(blob.digest());
        }
        return of() instanceof Route.Referrers referrers ? Optional.of(referrers.digest()) : Optional.empty();
    }

    @Override
    public Optional<String> upload() {
        return of() instanceof Route.Upload upload ? Optional.of(upload.id()) : Optional.empty();
    }

    private @Nullable Route of() {
        return route.orElse(null);
    }
}
