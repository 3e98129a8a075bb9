package dev.moorage.identity.ldap;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/**
 * A server of a directory.
 *
 * @param host its name or address. Its certificate must name it
 * @param port the TCP port
 */
public record LdapServer(String host, int port, Security security) {
    private static final int LDAP = 389;
    private static final int LDAPS = 636;
    private static final int MAX_PORT = 65_535;

    /** How a connection is protected. */
    public enum Security {
        /** Not at all. Passwords can be read on the network. */
        NONE,
        /** TLS after the extended operation StartTLS (RFC 4511, section 4.14). */
        STARTTLS,
        /** TLS from the first byte. */
        TLS
    }

    public LdapServer {
        Objects.requireNonNull(host);
        Objects.requireNonNull(security);
        if (host.isEmpty() || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("not a host and a port");
        }
    }

    /**
     * Parses a URL with a host, and with a port other than 389 or 636.
     *
     * @param startTls whether connections of {@code ldap://} are protected by StartTLS
     * @throws IllegalArgumentException with the reason
     */
    public static LdapServer parse(String url, boolean startTls) {
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean isTls = scheme.equals("ldaps");
        if (!isTls && !scheme.equals("ldap")) {
            throw new IllegalArgumentException("is not a URL such as ldaps://directory.example.org");
        }
        boolean isBare = (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/"))
                && uri.getQuery() == null
                && uri.getFragment() == null
                && uri.getUserInfo() == null;
        if (uri.getHost() == null || !isBare || uri.getPort() > MAX_PORT || uri.getPort() == 0) {
            throw new IllegalArgumentException("is not a host and a port alone, as in ldaps://directory.example.org:636");
        }
        Security clear = startTls ? Security.STARTTLS : Security.NONE;
        int port = uri.getPort() < 0 ? isTls ? LDAPS : LDAP : uri.getPort();
        return new LdapServer(withoutBrackets(uri.getHost()), port, isTls ? Security.TLS : clear);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL: " + e.getReason(), e);
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return (security == Security.TLS ? "ldaps://" : "ldap://") + host + ":" + port;
    }
}
