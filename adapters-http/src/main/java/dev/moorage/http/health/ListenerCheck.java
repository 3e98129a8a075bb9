package dev.moorage.http.health;

import dev.moorage.application.port.in.health.CheckHealth;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Checks whether the registry answers on its own port. The request takes the same way as a client's, through the same
 * selectors and threads. Any response counts, an error too: the check asks whether the server works, not whether it has
 * capacity. Once the registry has answered, the check fails only after several failures in a row, so that a short peak of
 * load is not reported. One check runs at a time, and at most one in each interval, however often it is called.
 */
public final class ListenerCheck implements CheckHealth {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final int FAILURES = 3;
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<InetSocketAddress> listener;
    private final boolean tls;
    private final Duration deadline;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private long checked;
    private boolean hasChecked;
    private boolean hasAnswered;
    private int failures;
    private String failure = "";

    /**
     * @param listener returns the address that the registry listens on, called for each check
     * @param tls whether the port speaks TLS. The certificate is the registry's own and is not verified.
     */
    public ListenerCheck(Supplier<InetSocketAddress> listener, boolean tls) {
        this(listener, tls, DEADLINE, System::nanoTime);
    }

    ListenerCheck(Supplier<InetSocketAddress> listener, boolean tls, Duration deadline, LongSupplier nanoTime) {
        this.listener = listener;
        this.tls = tls;
        this.deadline = deadline;
        this.nanoTime = nanoTime;
    }

    @Override
    public Optional<String> problem() {
        lock.lock();
        try {
            if (!hasChecked || nanoTime.getAsLong() - checked >= INTERVAL.toNanos()) {
                check();
                hasChecked = true;
                checked = nanoTime.getAsLong();
            }
            return failures < (hasAnswered ? FAILURES : 1) ? Optional.empty() : Optional.of(failure);
        } finally {
            lock.unlock();
        }
    }

    private void check() {
        try {
            ask();
            hasAnswered = true;
            failures = 0;
        } catch (IOException | GeneralSecurityException e) {
            failures++;
            failure = "the registry's own port does not answer: " + e.getMessage();
        }
    }

    private void ask() throws IOException, GeneralSecurityException {
        InetSocketAddress bound = listener.get();
        InetAddress address =
                bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, bound.getPort()), (int) deadline.toMillis());
            plain.setSoTimeout((int) deadline.toMillis());
            if (tls) {
                askOverTls(plain);
            } else {
                ask(plain);
            }
        }
    }

    private static void askOverTls(Socket plain) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true)) {
            socket.startHandshake();
            askIfLetIn(socket);
        } catch (SSLException e) {
            // A TLS alert is an answer. The end of the connection is not.
            if (e.getCause() instanceof EOFException) {
                throw e;
            }
        }
    }

    /**
     * Sends the request after the handshake. A registry that requires client certificates ends the connection here. That
     * counts as an answer, since it has shown its own certificate.
     */
    private static void askIfLetIn(SSLSocket socket) throws IOException {
        try {
            ask(socket);
        } catch (SSLException | SocketException _) {
            // The registry requires a client certificate.
        }
    }

    private static void ask(Socket socket) throws IOException {
        socket.getOutputStream().write(REQUEST);
        socket.getOutputStream().flush();
        if (!Arrays.equals(socket.getInputStream().readNBytes(ANSWER.length), ANSWER)) {
            throw new IOException("the connection was ended without an answer");
        }
    }
}
