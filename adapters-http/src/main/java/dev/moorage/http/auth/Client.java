package dev.moorage.http.auth;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The client that sent a request.
 *
 * @param authorization the request's {@code Authorization} header
 * @param address the IP address, as text
 * @param connected whether the client is still connected. The call is cheap, and any thread may make it.
 */
public record Client(Optional<String> authorization, String address, BooleanSupplier connected) {
    public Client {
        Objects.requireNonNull(authorization);
        Objects.requireNonNull(address);
        Objects.requireNonNull(connected);
    }
}
