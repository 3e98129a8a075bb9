package dev.moorage.http.access;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where a request comes from.
 *
 * @param authorization the request's {@code Authorization} header
 * @param address the IP address, as text
 * @param connected whether the client is still there to take an answer; asked from any thread, and cheap
 */
public record Client(Optional<String> authorization, String address, BooleanSupplier connected) {
    public Client {
        Objects.requireNonNull(authorization);
        Objects.requireNonNull(address);
        Objects.requireNonNull(connected);
    }
}
