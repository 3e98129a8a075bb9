package dev.moorage.application.service.access;

import java.time.Duration;

/**
 * How long tokens are valid.
 *
 * @param passwords a token that was issued for a password, or to an anonymous caller
 * @param sessions a token that was issued for another issuer's token, which may itself live for minutes
 */
public record TokenLives(Duration passwords, Duration sessions) {
    /** Clients take a shorter life as this one. */
    public static final Duration LEAST = Duration.ofSeconds(60);

    public TokenLives {
        if (passwords.compareTo(LEAST) < 0 || sessions.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("a token lives for less than " + LEAST);
        }
    }
}
