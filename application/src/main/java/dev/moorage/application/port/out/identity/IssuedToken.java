package dev.moorage.application.port.out.identity;

import java.time.Duration;
import java.util.Objects;

/**
 * A token that was issued.
 *
 * @param text the token as the client sends it
 * @param id the identifier of the token, for logs
 * @param life how long the token is valid
 */
public record IssuedToken(String text, String id, Duration life) {
    public IssuedToken {
        Objects.requireNonNull(text);
        Objects.requireNonNull(id);
        Objects.requireNonNull(life);
    }

    /** Keeps the token out of logs and test reports. */
    @Override
    public String toString() {
        return "token " + id;
    }
}
