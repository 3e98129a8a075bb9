package dev.moorage.http.health;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Asks a registry on this machine for one page, over a connection of its own. Certificates are not verified, since the request
 * has nothing secret and its response is only an answer to a probe.
 */
public final class ProbeClient {
    /** The most bytes of a response that are read. */
    private static final int MOST = 64 << 10;

    private final int deadlineMillis;

    /** @param deadline how long to wait for the connection, and for each part of the response */
    public ProbeClient(Duration deadline) {
        this.deadlineMillis = (int) deadline.toMillis();
    }

    /**
     * A response.
     *
     * @param status the status of HTTP (RFC 9110, section 15)
     */
    public record Answer(int status, String body) {}

    /**
     * Asks for a path.
     *
     * @param address the address that the registry listens on. For every address, it is asked on the loopback address
     * @param tls whether the port speaks TLS
     * @return empty if a registry answers over TLS and ends the connection for want of a client certificate
     * @throws IOException when there is no answer
     */
    public Optional<Answer> ask(InetSocketAddress address, boolean tls, String path)
            throws IOException, GeneralSecurityException {
        InetAddress host =
                address.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address.getAddress();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, address.getPort()), deadlineMillis);
            plain.setSoTimeout(deadlineMillis);
            return tls ? askOverTls(plain, path) : Optional.of(ask(plain, path));
        }
    }

    /** Asks a registry that listens on a Unix domain socket, which is named by its path. */
    public Answer ask(String socket, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return ask(Channels.newInputStream(channel), Channels.newOutputStream(channel), path);
        }
    }

    private Optional<Answer> askOverTls(Socket plain, String path) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true)) {
            socket.startHandshake();
            return askIfLetIn(socket, path);
        } catch (SSLException e) {
            // A TLS alert is an answer. The end of the connection is not.
            if (e.getCause() instanceof EOFException) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Sends the request after the handshake. A registry that requires client certificates ends the connection here. */
    private static Optional<Answer> askIfLetIn(SSLSocket socket, String path) throws IOException {
        try {
            return Optional.of(ask(socket, path));
        } catch (SSLException | SocketException _) {
            return Optional.empty();
        }
    }

    private static Answer ask(Socket socket, String path) throws IOException {
        return ask(socket.getInputStream(), socket.getOutputStream(), path);
    }

    private static Answer ask(InputStream in, OutputStream out, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String response = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        String[] words = response.split("[ \r\n]", 3);
        if (!words[0].startsWith("HTTP/1.") || words.length < 2 || !words[1].matches("[1-5]\\d\\d")) {
            throw new IOException("the connection was ended without an answer");
        }
        int end = response.indexOf("\r\n\r\n");
        return new Answer(Integer.parseInt(words[1]), end < 0 ? "" : response.substring(end + 4));
    }
}
