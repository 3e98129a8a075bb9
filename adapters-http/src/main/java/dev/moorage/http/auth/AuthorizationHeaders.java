package dev.moorage.http.auth;

import dev.moorage.application.port.in.access.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Enumeration;

/**
 * Reads the credentials of a request from all of its {@code Authorization} headers: RFC 9110, section 11.6.2, with the schemes
 * Basic (RFC 7617) and Bearer (RFC 6750). Several headers are refused, since another program in front of the registry may have
 * looked at another one of them.
 */
final class AuthorizationHeaders {
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";
    private static final Credentials NONE = new Credentials.None();
    private static final Credentials UNUSABLE = new Credentials.Unusable();

    private AuthorizationHeaders() {}

    static Credentials read(Enumeration<String> headers) {
        if (!headers.hasMoreElements()) {
            return NONE;
        }
        String first = headers.nextElement();
        return headers.hasMoreElements() ? UNUSABLE : parse(first.strip());
    }

    private static Credentials parse(String header) {
        if (isOf(BASIC, header)) {
            return basic(header.substring(BASIC.length()).strip());
        }
        if (isOf(BEARER, header)) {
            return new Credentials.Token(header.substring(BEARER.length()).strip());
        }
        return UNUSABLE;
    }

    private static boolean isOf(String scheme, String header) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static Credentials basic(String encoded) {
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? UNUSABLE : of(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException _) {
            return UNUSABLE;
        }
    }

    /** The credentials of a user name and a password. Some clients send both empty where they have none. */
    static Credentials of(String user, String password) {
        return user.isEmpty() && password.isEmpty() ? NONE : new Credentials.Password(user, password);
    }
}
