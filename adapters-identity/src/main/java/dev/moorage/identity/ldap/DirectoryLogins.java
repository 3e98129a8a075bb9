package dev.moorage.identity.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Checks passwords by a simple bind (RFC 4513, section 5.1.3) as the user's entry. The entry is searched for, or its name follows
 * from the user's. A referral is an outage of this login and not followed: the server that it names would get the password.
 */
final class DirectoryLogins implements AutoCloseable {
    /** The results of a bind that are about the user. Others are about the registry, or about the server. */
    private static final Set<ResultCode> REJECTED = Set.of(
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.NO_SUCH_OBJECT,
            ResultCode.INAPPROPRIATE_AUTHENTICATION,
            ResultCode.INVALID_DN_SYNTAX,
            ResultCode.UNWILLING_TO_PERFORM,
            ResultCode.CONSTRAINT_VIOLATION);

    private final LdapSettings settings;
    private final LdapConnections connections;
    private final DirectoryUsers users;
    private final String nobody = "moorage-" + UUID.randomUUID();

    DirectoryLogins(LdapSettings settings, LdapConnections connections) {
        this.settings = settings;
        this.connections = connections;
        this.users = new DirectoryUsers(settings);
    }

    /** Uses a directory. */
    @FunctionalInterface
    private interface Exchange<T> {
        T run() throws LDAPException, RefusedEntryException, LdapOutageException;
    }

    /**
     * Returns the user with this name and password, or empty when there is none.
     *
     * @throws RefusedEntryException the password may be right, and the entry is none that can be used
     */
    Optional<LdapUser> check(String name, String password) throws RefusedEntryException, LdapOutageException {
        return answered(() -> switch (settings.users()) {
            case UserLookup.Search search -> checkFound(search, name, password);
            case UserLookup.Template template -> checkNamed(template.of(name).toString(), name, password);
        });
    }

    /** Returns whether users can be found without their passwords. */
    boolean canFind() {
        return settings.users() instanceof UserLookup.Search
                || settings.account().isPresent();
    }

    /** Returns the user that {@link LdapUser#name} names, or empty when there is none any more. */
    Optional<LdapUser> find(String name) throws RefusedEntryException, LdapOutageException {
        return answered(() -> connections.search(connection -> {
            Optional<Entry> entry = switch (settings.users()) {
                case UserLookup.Search(String base, SearchFilter filter) ->
                    users.find(connection, base, filter.byAttribute(settings.nameAttribute(), name));
                case UserLookup.Template template ->
                    users.read(connection, template.of(name).toString());
            };
            return entry.isEmpty() ? Optional.empty() : Optional.of(users.user(connection, entry.get(), name));
        }));
    }

    private Optional<LdapUser> checkFound(UserLookup.Search search, String name, String password)
            throws LDAPException, RefusedEntryException, LdapOutageException {
        Map<String, String> values = Map.of(SearchFilter.USER, name);
        Optional<Entry> entry = connections.search(connection ->
                users.find(connection, search.base(), search.filter().with(values)));
        // Also without an entry a password is sent, so that the number of round trips does not tell which users exist.
        String dn = entry.isPresent() ? entry.get().getDN() : decoy(search.base());
        boolean isRight = connections.login(connection -> isBound(connection, dn, password));
        return isRight && entry.isPresent()
                ? Optional.of(connections.search(connection -> users.user(connection, entry.get(), name)))
                : Optional.empty();
    }

    private String decoy(String base) throws LDAPException {
        return new DN(new RDN("cn", nobody), new DN(base)).toString();
    }

    private Optional<LdapUser> checkNamed(String dn, String name, String password)
            throws LDAPException, RefusedEntryException, LdapOutageException {
        Optional<Optional<LdapUser>> checked = connections.login(connection -> isBound(connection, dn, password)
                ? Optional.of(settings.account().isPresent() ? Optional.empty() : own(connection, dn, name))
                : Optional.empty());
        if (checked.isEmpty()) {
            return Optional.empty();
        }
        Optional<LdapUser> user = settings.account().isPresent()
                ? connections.search(connection -> own(connection, dn, name))
                : checked.get();
        if (user.isEmpty()) {
            throw LdapOutageException.ofLogin(dn + " has a password, and its entry cannot be read");
        }
        return user;
    }

    private Optional<LdapUser> own(LDAPConnection connection, String dn, String name)
            throws LDAPException, RefusedEntryException {
        Optional<Entry> entry = users.read(connection, dn);
        return entry.isEmpty() ? Optional.empty() : Optional.of(users.user(connection, entry.get(), name));
    }

    private static boolean isBound(LDAPConnection connection, String dn, String password) throws LDAPException {
        try {
            return connection
                    .bind(new SimpleBindRequest(dn, password))
                    .getResultCode()
                    .equals(ResultCode.SUCCESS);
        } catch (LDAPException e) {
            if (REJECTED.contains(e.getResultCode())) {
                return false;
            }
            throw e;
        }
    }

    private static <T> T answered(Exchange<T> exchange) throws RefusedEntryException, LdapOutageException {
        try {
            return exchange.run();
        } catch (LDAPException e) {
            throw LdapOutageException.ofLogin(e.getResultCode() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
