package dev.moorage.http.health;

import dev.moorage.application.port.in.health.CheckHealth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** Fails while an address takes no connections. */
public final class TcpCheck implements CheckHealth {
    private final String host;
    private final int port;
    private final Duration timeout;

    public TcpCheck(String host, int port, Duration timeout) {
        this.host = host;
        this.port = port;
        this.timeout = timeout;
    }

    @Override
    public Optional<String> problem() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("connection to " + host + ":" + port + " failed: " + e.getMessage());
        }
    }
}
