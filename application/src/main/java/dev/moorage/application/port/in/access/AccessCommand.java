package dev.moorage.application.port.in.access;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A request that wants to begin.
 *
 * @param address the IP address of the client, as text
 * @param connected whether the client is still connected. The call is cheap, and any thread may make it
 * @param need what the caller must be allowed to do
 * @param otherwise another need that is enough where the first one is not met, or empty
 * @param uploadOf the name of the caller to which the upload of the request was given, or empty for other requests. A token of
 *     this caller that has ended during the upload is accepted for a time. Computed for tokens that have ended alone
 */
public record AccessCommand(
        Credentials credentials,
        String address,
        BooleanSupplier connected,
        AccessNeed need,
        Optional<AccessNeed> otherwise,
        Supplier<Optional<String>> uploadOf) {
    public AccessCommand {
        Objects.requireNonNull(credentials);
        Objects.requireNonNull(address);
        Objects.requireNonNull(connected);
        Objects.requireNonNull(need);
        Objects.requireNonNull(otherwise);
        Objects.requireNonNull(uploadOf);
    }
}
