package dev.moorage.identity.ldap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS sockets to a directory. A certificate must name the host, also on a loopback address, which the LDAP library would not check.
 * Each read has a timeout from the start, since the library would wait without an end for a server that accepts a connection and
 * then sends nothing.
 */
final class TlsSockets extends SSLSocketFactory {
    /** RFC 2830, section 3.6, as the Java runtime names it. */
    private static final String IDENTIFICATION = "LDAPS";

    private final SSLSocketFactory sockets;
    private final int timeoutMillis;

    TlsSockets(SSLContext tls, Duration timeout) {
        this.sockets = tls.getSocketFactory();
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    private Socket checking(Socket made) throws IOException {
        SSLSocket socket = (SSLSocket) made;
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(IDENTIFICATION);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(timeoutMillis);
        return socket;
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = createSocket();
        socket.connect(address, timeoutMillis);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return checking(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket layered, String host, int port, boolean autoClose) throws IOException {
        return checking(sockets.createSocket(layered, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("no local address is chosen");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("no local address is chosen");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
