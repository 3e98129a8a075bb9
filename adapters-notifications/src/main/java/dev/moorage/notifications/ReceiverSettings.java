package dev.moorage.notifications;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a receiver is reached.
 *
 * @param url an {@code http} or {@code https} address, with user and password where it asks for them
 * @param headers sent with each event
 * @param timeout of one attempt, with all redirects. More than {@link #MAX_TIMEOUT} counts as that
 * @param secret signs each event, see {@link Signature}
 */
public record ReceiverSettings(
        URI url, Map<String, List<String>> headers, Duration timeout, EnvelopeFormat format, Optional<String> secret) {
    /** The longest attempt. A server must end it before its turn to deliver is over. */
    public static final Duration MAX_TIMEOUT = Duration.ofSeconds(9);

    public ReceiverSettings {
        Objects.requireNonNull(url);
        headers = Map.copyOf(headers);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(format);
        Objects.requireNonNull(secret);
    }
}
