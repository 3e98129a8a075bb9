package dev.moorage.http.auth;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.http.exchange.HttpError;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** The URL of the endpoint where clients get tokens, {@code realm} of a Bearer challenge. It is absolute. */
public sealed interface TokenRealm {
    /**
     * Returns the URL for the client of a request.
     *
     * @throws HttpError 400 when the request's {@code Host} cannot be part of a URL
     */
    String of(HttpServletRequest request);

    /** The same URL for all clients. */
    record Fixed(String url) implements TokenRealm {
        public Fixed {
            Objects.requireNonNull(url);
        }

        @Override
        public String of(HttpServletRequest request) {
            return url;
        }
    }

    /**
     * A path at the host that the client asked for.
     *
     * @param path begins with a slash
     * @param secure whether the scheme is {@code https} also for a connection without TLS, as in Distribution's
     *     {@code autoredirect}: a proxy ends TLS
     */
    record OfHost(String path, boolean secure) implements TokenRealm {
        private static final int HTTP = 80;
        private static final int HTTPS = 443;

        public OfHost {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("a path begins with /");
            }
        }

        @Override
        public String of(HttpServletRequest request) {
            String name = request.getServerName();
            boolean ipv6 = name.startsWith("[") && name.endsWith("]");
            if (name.isEmpty() || !name.chars().allMatch(c -> ipv6 ? isOfIpv6(c) : isOfName(c))) {
                throw new HttpError(400, ErrorCode.UNSUPPORTED, "Host is not the name of a host");
            }
            int port = request.getServerPort();
            return (secure || request.isSecure() ? "https://" : "http://")
                    + name
                    + (port == HTTP || port == HTTPS ? "" : ":" + port)
                    + path;
        }

        private static boolean isOfIpv6(int c) {
            return Character.digit(c, 16) >= 0 && c < 0x80 || "[]:.".indexOf(c) >= 0;
        }

        private static boolean isOfName(int c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._".indexOf(c) >= 0;
        }
    }

    /**
     * Returns the realm of the registry's own tokens.
     *
     * @param configured {@code auth.issuer.realm}
     * @param externalUrl {@code http.host}
     * @param prefix {@code http.prefix}
     */
    static TokenRealm ofIssuer(Optional<String> configured, Optional<URI> externalUrl, String prefix) {
        String path = prefix + "v2/token";
        return configured
                .or(() -> externalUrl.map(url -> url.resolve(path).toString()))
                .<TokenRealm>map(Fixed::new)
                .orElseGet(() -> new OfHost(path, false));
    }
}
