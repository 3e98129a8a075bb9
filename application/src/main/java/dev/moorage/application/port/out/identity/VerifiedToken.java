package dev.moorage.application.port.out.identity;

import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Subject;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a token says, after its signature was verified.
 *
 * @param id the identifier of the token for logs ({@code jti}), or empty
 * @param cap the actions that the token is limited to, or empty for a token without a limit
 * @param expires the instant at which the token ends
 * @param fingerprint the fingerprint of the password that the token was issued for, or empty
 */
public record VerifiedToken(
        Subject subject, String id, Optional<AccessSet> cap, Instant expires, Optional<String> fingerprint) {
    public VerifiedToken {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(id);
        Objects.requireNonNull(cap);
        Objects.requireNonNull(expires);
        Objects.requireNonNull(fingerprint);
    }
}
