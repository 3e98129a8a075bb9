package dev.moorage.domain.access;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The source of a user's identity. Its prefix stands in front of the names of its users and groups, so that the same name
 * from two sources is two users.
 *
 * @param method how it authenticates: {@code htpasswd}, {@code token}, {@code oidc}, {@code ldap}, {@code cert}
 * @param prefix empty for the password file alone. Otherwise letters, digits, {@code -} and {@code _}, in lower case
 */
public record IdentityProvider(String method, String prefix) {
    /** The password file. The names of its users have no prefix, and therefore no colon. */
    public static final IdentityProvider PASSWORD_FILE = new IdentityProvider("htpasswd", "");

    /** Distribution's token server, {@code auth.token}. */
    public static final IdentityProvider TOKEN_SERVER = new IdentityProvider("token", "token");

    /** An LDAP directory, {@code auth.ldap}. */
    public static final IdentityProvider DIRECTORY = new IdentityProvider("ldap", "ldap");

    /** Client certificates, {@code auth.certificate}. */
    public static final IdentityProvider CERTIFICATE = new IdentityProvider("cert", "cert");

    private static final int MAX_PREFIX = 64;

    public IdentityProvider {
        Objects.requireNonNull(method);
        if (!prefix.isEmpty() && !isPrefix(prefix)) {
            throw new IllegalArgumentException("a name is of a-z, 0-9, - and _");
        }
    }

    /** Whether a text can stand in front of user names. */
    public static boolean isPrefix(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_PREFIX
                && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_');
    }

    /**
     * Returns a user of this provider.
     *
     * @param localName the user's name without the prefix
     * @param localGroups the names of groups without the prefix
     * @throws IllegalArgumentException when a name cannot be that of a user or a group
     */
    public Subject.User user(String localName, Collection<String> localGroups) {
        return new Subject.User(
                this, localName, localGroups.stream().map(this::qualified).collect(Collectors.toUnmodifiableSet()));
    }

    String qualified(String localName) {
        return prefix.isEmpty() ? localName : prefix + ":" + localName;
    }

    @Override
    public String toString() {
        return prefix.isEmpty() || prefix.equals(method) ? method : method + ":" + prefix;
    }
}
