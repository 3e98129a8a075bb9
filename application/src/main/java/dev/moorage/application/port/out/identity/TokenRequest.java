package dev.moorage.application.port.out.identity;

import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Subject;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a token is to say.
 *
 * @param cap the actions that the token is limited to
 * @param fingerprint the fingerprint of the password that was checked, or empty
 * @param life how long the token is valid
 */
public record TokenRequest(Subject subject, AccessSet cap, Optional<String> fingerprint, Duration life) {
    public TokenRequest {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(cap);
        Objects.requireNonNull(fingerprint);
        if (life.isNegative() || life.isZero()) {
            throw new IllegalArgumentException("a token without a life");
        }
    }
}
