package dev.moorage.identity.ldap;

import org.jspecify.annotations.Nullable;

/** The directory cannot answer now, or refuses the registry as its client. It says nothing about a password. */
final class LdapOutageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isOfServer;

    private LdapOutageException(String reason, boolean isOfServer, @Nullable Throwable cause) {
        super(reason, cause);
        this.isOfServer = isOfServer;
    }

    /** No server answers. */
    static LdapOutageException ofServer(Throwable cause) {
        return new LdapOutageException(String.valueOf(cause.getMessage()), true, cause);
    }

    /** A server answers, and cannot check this login. */
    static LdapOutageException ofLogin(String reason, Throwable cause) {
        return new LdapOutageException(reason, false, cause);
    }

    /** This login is not checked, without an error of the library. */
    static LdapOutageException ofLogin(String reason) {
        return new LdapOutageException(reason, false, null);
    }

    /** Whether other logins would fail too. */
    boolean isOfServer() {
        return isOfServer;
    }
}
