package dev.moorage.identity.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;

/** A connection of a pool while one login uses it. */
final class ConnectionLease implements AutoCloseable {
    private final LDAPConnectionPool pool;
    private LDAPConnection connection;
    private boolean isReplaced;
    private End end = End.BROKEN;

    private enum End {
        USABLE,
        BROKEN,
        GONE
    }

    /** @throws LdapOutageException no server can be reached, or the service account is refused */
    ConnectionLease(LDAPConnectionPool pool) throws LdapOutageException {
        this.pool = pool;
        try {
            this.connection = pool.getConnection();
        } catch (LDAPException e) {
            throw LdapOutageException.ofServer(e);
        }
    }

    LDAPConnection connection() {
        return connection;
    }

    /** Marks the connection as one that goes back to the pool. */
    void keep() {
        end = End.USABLE;
    }

    /**
     * Replaces a connection that has failed by a new one, once. Servers end idle connections, and those of before a restart are
     * gone. After a timeout there is no second try.
     *
     * @throws LdapOutageException the server does not answer
     */
    void replace(LDAPException failure) throws LdapOutageException {
        if (isReplaced || failure.getResultCode().equals(ResultCode.TIMEOUT)) {
            throw LdapOutageException.ofServer(failure);
        }
        isReplaced = true;
        try {
            connection = pool.replaceDefunctConnection(connection);
        } catch (LDAPException e) {
            end = End.GONE;
            throw LdapOutageException.ofServer(e);
        }
    }

    @Override
    public void close() {
        switch (end) {
            case USABLE -> pool.releaseConnection(connection);
            // The pool would connect anew at once, and keep the caller waiting.
            case BROKEN -> pool.discardConnection(connection);
            case GONE -> {}
        }
    }
}
