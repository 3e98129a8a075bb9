package dev.moorage.http.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes requests that change something and that a page of another site has made a browser send. The browser adds the password
 * that its user has given to this registry. Clients that are no browsers send neither of the headers: Fetch Metadata, and RFC 6454,
 * section 7.
 */
public final class CrossOriginRequests {
    private static final List<String> SAFE = List.of("GET", "HEAD", "OPTIONS");
    private static final List<String> OWN_SITES = List.of("same-origin", "none");
    private static final String ALLOW_ORIGIN = "access-control-allow-origin";

    private final List<String> trusted;

    /** @param headers the headers of each response. An origin that they name in {@code Access-Control-Allow-Origin} is trusted */
    public CrossOriginRequests(Map<String, List<String>> headers) {
        this.trusted = headers.entrySet().stream()
                .filter(header -> header.getKey().toLowerCase(Locale.ROOT).equals(ALLOW_ORIGIN))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }

    /** Whether the request would change something for a page of another site. */
    public boolean isForged(HttpServletRequest request) {
        if (SAFE.contains(request.getMethod())) {
            return false;
        }
        @Nullable String origin = request.getHeader("Origin");
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        if (origin == null && site == null || hasToken(request) || origin != null && trusted.contains(origin)) {
            return false;
        }
        return site != null ? !OWN_SITES.contains(site) : !isOfHost(origin, request.getHeader("Host"));
    }

    /** A browser adds no token by itself, so that a page of another site must know it. */
    private static boolean hasToken(HttpServletRequest request) {
        @Nullable String authorization = request.getHeader("Authorization");
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith("bearer ");
    }

    private static boolean isOfHost(@Nullable String origin, @Nullable String host) {
        if (origin == null || host == null) {
            return false;
        }
        try {
            return host.equalsIgnoreCase(new URI(origin).getRawAuthority());
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
