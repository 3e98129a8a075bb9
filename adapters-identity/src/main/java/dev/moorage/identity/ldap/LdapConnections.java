package dev.moorage.identity.ldap;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * The connections to a directory, in two pools. Those of the first one are bound as the service account, or anonymous without
 * one. Those of the second one check passwords, and are bound anew each time. Nothing is connected before it is needed, so that a
 * directory that is down does not keep the registry from starting. Referrals are not followed.
 */
final class LdapConnections implements AutoCloseable {
    private static final int MAX_MESSAGE = 4 << 20;
    private static final long MAX_AGE_MILLIS = 300_000;

    private final LDAPConnectionPool searches;
    private final LDAPConnectionPool logins;

    /** Uses a connection. */
    @FunctionalInterface
    interface Operation<T> {
        T on(LDAPConnection connection) throws LDAPException, RefusedEntryException;
    }

    /** @param size the number of connections that each pool keeps open */
    LdapConnections(LdapSettings settings, int size) {
        ServerSet servers = new FailoverServerSet(settings.servers().stream()
                .map(server -> serverSet(server, settings))
                .toList());
        BindRequest account = settings.account()
                .map(known -> new SimpleBindRequest(known.dn(), known.password()))
                .orElse(null);
        this.searches = pool(servers, Optional.ofNullable(account), size);
        this.logins = pool(servers, Optional.empty(), size);
    }

    private static ServerSet serverSet(LdapServer server, LdapSettings settings) {
        SocketFactory sockets = server.security() == LdapServer.Security.TLS
                ? new TlsSockets(settings.tls(), settings.timeout())
                : SocketFactory.getDefault();
        PostConnectProcessor startTls = server.security() == LdapServer.Security.STARTTLS
                ? new StartTls(settings.tls(), settings.timeout())
                : null;
        return new SingleServerSet(server.host(), server.port(), sockets, options(settings), null, startTls);
    }

    private static LDAPConnectionOptions options(LdapSettings settings) {
        int millis = Math.toIntExact(settings.timeout().toMillis());
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(millis);
        options.setResponseTimeoutMillis(millis);
        // The library reads without a thread of its own for each connection.
        options.setUseSynchronousMode(true);
        options.setAllowConcurrentSocketFactoryUse(true);
        options.setFollowReferrals(false);
        options.setBindWithDNRequiresPassword(true);
        options.setMaxMessageSize(MAX_MESSAGE);
        return options;
    }

    private static LDAPConnectionPool pool(ServerSet servers, Optional<BindRequest> account, int size) {
        try {
            LDAPConnectionPool pool = new LDAPConnectionPool(servers, account.orElse(null), 0, size);
            pool.setMaxConnectionAgeMillis(MAX_AGE_MILLIS);
            return pool;
        } catch (LDAPException e) {
            throw new IllegalStateException("a pool without connections cannot be made", e);
        }
    }

    /** Uses a connection that is bound as the service account. */
    <T> T search(Operation<T> operation) throws LDAPException, RefusedEntryException, LdapOutageException {
        return use(searches, operation);
    }

    /** Uses a connection that may be bound as a user. */
    <T> T login(Operation<T> operation) throws LDAPException, RefusedEntryException, LdapOutageException {
        return use(logins, operation);
    }

    /**
     * Uses a connection of a pool. Servers end idle connections, so an operation that fails on a connection of the pool is
     * repeated once on a new one. After a timeout it is not.
     *
     * @throws LDAPException a server has answered, with a result other than success
     * @throws LdapOutageException no server answers, or the service account is refused
     */
    private static <T> T use(LDAPConnectionPool pool, Operation<T> operation)
            throws LDAPException, RefusedEntryException, LdapOutageException {
        try (ConnectionLease lease = new ConnectionLease(pool)) {
            while (true) {
                try {
                    T result = operation.on(lease.connection());
                    lease.keep();
                    return result;
                } catch (RefusedEntryException e) {
                    lease.keep();
                    throw e;
                } catch (LDAPException e) {
                    if (e.getResultCode().isConnectionUsable()) {
                        lease.keep();
                        throw e;
                    }
                    lease.replace(e);
                }
            }
        }
    }

    @Override
    public void close() {
        searches.close();
        logins.close();
    }
}
