package dev.moorage.application.port.in.access;

import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A request for a token.
 *
 * @param address the IP address of the client, as text
 * @param connected whether the client is still connected. The call is cheap, and any thread may make it
 * @param scopes the scopes as the client sent them, each text with one or several. What is no scope is left out
 */
public record IssueTokenCommand(
        Credentials credentials, String address, BooleanSupplier connected, List<String> scopes) {
    public IssueTokenCommand {
        Objects.requireNonNull(credentials);
        Objects.requireNonNull(address);
        Objects.requireNonNull(connected);
        scopes = List.copyOf(scopes);
    }
}
