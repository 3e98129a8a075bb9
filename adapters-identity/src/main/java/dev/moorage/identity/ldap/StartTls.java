package dev.moorage.identity.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPExtendedOperationException;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * StartTLS on each new connection, before anything else is sent. The library holds a lock of the socket factory during a handshake,
 * so each connection has a factory of its own.
 */
record StartTls(SSLContext tls, Duration timeout) implements PostConnectProcessor {
    @Override
    public void processPreAuthenticatedConnection(LDAPConnection connection) throws LDAPException {
        StartTLSExtendedRequest request = new StartTLSExtendedRequest(new TlsSockets(tls, timeout));
        request.setResponseTimeoutMillis(timeout.toMillis());
        var result = connection.processExtendedOperation(request);
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
            throw new LDAPExtendedOperationException(result);
        }
    }

    @Override
    public void processPostAuthenticatedConnection(LDAPConnection connection) {
        // The connection is protected before it is authenticated.
    }
}
