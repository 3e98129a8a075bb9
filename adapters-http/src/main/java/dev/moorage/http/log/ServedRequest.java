package dev.moorage.http.log;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.route.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be logged of a request. It has no query, no credentials, no cookies and no location, since each of them may be a
 * secret. Texts are as the client sent them, of any length and content: what writes them into a line escapes and cuts them.
 */
public final class ServedRequest {
    private final HttpServletRequest request;
    private final RequestContext context;
    private final Optional<Route> route;
    private final Result result;

    /**
     * The result of a request.
     *
     * @param user the name of the caller, or empty without one
     * @param status the status of the response. It is 499 where the client was gone before
     * @param contentType the type of the response, or empty
     * @param received bytes of the request's body that were received
     * @param sent bytes of the response's body that were sent
     * @param nanos the time from the head of the request to the end of the response, in nanoseconds
     */
    public record Result(
            Optional<String> user, int status, Optional<String> contentType, long received, long sent, long nanos) {
        public Result {
            Objects.requireNonNull(user);
            Objects.requireNonNull(contentType);
        }
    }

    /** @param route what the path names, or empty for a path that cannot be read */
    public ServedRequest(
            HttpServletRequest request, RequestContext context, Optional<Route> route, Result result) {
        this.request = request;
        this.context = context;
        this.route = route;
        this.result = result;
    }

    public RequestContext context() {
        return context;
    }

    public Result result() {
        return result;
    }

    public String method() {
        return request.getMethod();
    }

    /** The path of the request, without the query. */
    public String path() {
        return request.getRequestURI();
    }

    /** The protocol, such as {@code HTTP/1.1}. */
    public String protocol() {
        return request.getProtocol();
    }

    /** The address of the client. */
    public String remote() {
        return String.valueOf(request.getRemoteAddr());
    }

    /** The host that the client used, with the port where it named one. */
    public Optional<String> host() {
        return header("Host").or(() -> Optional.ofNullable(request.getServerName()));
    }

    public Optional<String> userAgent() {
        return header("User-Agent");
    }

    /** The page that the client came from, without its query and without a user. */
    public Optional<String> referrer() {
        return header("Referer").map(ServedRequest::withoutSecrets);
    }

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

    /** The repository that the path names. */
    public Optional<RepositoryName> repository() {
        return of() instanceof Route.OfRepository named ? Optional.of(named.name()) : Optional.empty();
    }

    /** The tag or the digest of a manifest that the path names. */
    public Optional<Reference> reference() {
        return of() instanceof Route.Manifests manifest ? Optional.of(manifest.reference()) : Optional.empty();
    }

    /** The digest of a blob, or of a subject, that the path names. */
    public Optional<Digest> digest() {
        if (of() instanceof Route.Blobs blob) {
            return Optional.of(blob.digest());
        }
        return of() instanceof Route.Referrers referrers ? Optional.of(referrers.digest()) : Optional.empty();
    }

    /** The upload that the path names. */
    public Optional<String> upload() {
        return of() instanceof Route.Upload upload ? Optional.of(upload.id()) : Optional.empty();
    }

    private @Nullable Route of() {
        return route.orElse(null);
    }
}
