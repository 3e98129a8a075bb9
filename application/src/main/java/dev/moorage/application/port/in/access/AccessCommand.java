package dev.moorage.application.port.in.access;

import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.RequiredScopes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A request that wants to begin.
 *
 * @param address the IP address of the client, as text
 * @param connected whether the client is still connected. The call is cheap, and any thread may make it
 * @param scopes what a token must hold
 * @param questions what the rules must allow, one for each tag that is set. None for a login
 * @param uploadOf the name of the caller to which the upload of the request was given, or empty for other requests. A token of
 *     this caller that has ended during the upload is accepted for a time
 */
public record AccessCommand(
        Credentials credentials,
        String address,
        BooleanSupplier connected,
        RequiredScopes scopes,
        List<AccessQuestion> questions,
        Optional<String> uploadOf) {
    public AccessCommand {
        Objects.requireNonNull(credentials);
        Objects.requireNonNull(address);
        Objects.requireNonNull(connected);
        Objects.requireNonNull(scopes);
        questions = List.copyOf(questions);
        Objects.requireNonNull(uploadOf);
    }
}
