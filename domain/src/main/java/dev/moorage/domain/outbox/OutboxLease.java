package dev.moorage.domain.outbox;

import java.time.Instant;
import java.util.Objects;

/**
 * The right to deliver, which one process has at a time.
 *
 * @param holder a name that no other process has
 * @param until the end of the lease, by the store's clock
 */
public record OutboxLease(String holder, Instant until) {
    public OutboxLease {
        Objects.requireNonNull(holder);
        Objects.requireNonNull(until);
    }
}
