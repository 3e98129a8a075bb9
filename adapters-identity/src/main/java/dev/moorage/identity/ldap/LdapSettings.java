package dev.moorage.identity.ldap;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A directory, and how users and groups are found in it.
 *
 * @param servers asked in this order. The next one is asked only when the one before cannot be reached
 * @param tls has the authorities that sign the certificates of servers
 * @param account searches for users and groups, or empty where an anonymous client may (and, with a template, where users may
 *     read their own entries)
 * @param nameAttribute the attribute that has the name of a user, for example {@code uid} or {@code sAMAccountName}
 * @param timeout how long one step may take: a connection, a search, a check of a password
 * @param ttl how long a checked password, and what a search has found, are remembered. Zero for not at all
 */
public record LdapSettings(
        List<LdapServer> servers,
        SSLContext tls,
        Optional<ServiceAccount> account,
        UserLookup users,
        String nameAttribute,
        GroupLookup groups,
        Duration timeout,
        Duration ttl) {
    public LdapSettings {
        servers = List.copyOf(servers);
        Objects.requireNonNull(tls);
        Objects.requireNonNull(account);
        Objects.requireNonNull(users);
        nameAttribute = DirectoryNames.requireAttribute(nameAttribute);
        Objects.requireNonNull(groups);
        if (servers.isEmpty() || timeout.isNegative() || timeout.isZero() || ttl.isNegative()) {
            throw new IllegalArgumentException("a directory has servers, a timeout, and a time that is not negative");
        }
    }
}
