package dev.moorage.http.health;

import dev.moorage.application.port.in.health.CheckHealth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks whether the registry answers on its own port. The request takes the same way as a client's, through the same
 * selectors and threads. Any response counts, an error too: the check asks whether the server works, not whether it has
 * capacity.
 */
public final class ListenerCheck implements CheckHealth {
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final Supplier<InetSocketAddress> listener;
    private final boolean tls;
    private final ProbeClient client;

    /**
     * @param listener returns the address that the registry listens on, called for each check
     * @param tls whether the port speaks TLS. The certificate is the registry's own and is not verified.
     */
    public ListenerCheck(Supplier<InetSocketAddress> listener, boolean tls) {
        this(listener, tls, DEADLINE);
    }

    ListenerCheck(Supplier<InetSocketAddress> listener, boolean tls, Duration deadline) {
        this.listener = listener;
        this.tls = tls;
        this.client = new ProbeClient(deadline);
    }

    @Override
    public Optional<String> problem() {
        try {
            var _ = client.ask(listener.get(), tls, "/");
            return Optional.empty();
        } catch (IOException | GeneralSecurityException e) {
            return Optional.of("the registry's own port does not answer: " + e.getMessage());
        }
    }
}
