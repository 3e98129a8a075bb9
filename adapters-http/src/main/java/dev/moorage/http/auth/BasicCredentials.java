package dev.moorage.http.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A user's name and password, as sent by the Basic scheme (RFC 7617). */
record BasicCredentials(String user, String password) {
    private static final String SCHEME = "Basic ";

    /** Parses an {@code Authorization} header. The result is empty for another scheme, or when the header has no user. */
    static Optional<BasicCredentials> parse(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            String text = new String(decoded, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    byte[] passwordBytes() {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps the password out of logs and test reports. */
    @Override
    public String toString() {
        return "credentials of " + user;
    }
}
