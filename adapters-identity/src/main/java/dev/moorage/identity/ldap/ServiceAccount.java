package dev.moorage.identity.ldap;

import java.util.Objects;

/**
 * The account that searches for users and groups.
 *
 * @param dn its distinguished name (RFC 4514)
 */
public record ServiceAccount(String dn, String password) {
    public ServiceAccount {
        Objects.requireNonNull(dn);
        Objects.requireNonNull(password);
        if (password.isBlank()) {
            throw new IllegalArgumentException("has no password: it would not be authenticated");
        }
        if (DirectoryNames.requireDn(dn).isNullDN()) {
            throw new IllegalArgumentException("is empty: an account without a name would not be authenticated");
        }
    }

    /** Keeps the password out of logs and test reports. */
    @Override
    public String toString() {
        return "account " + dn;
    }
}
