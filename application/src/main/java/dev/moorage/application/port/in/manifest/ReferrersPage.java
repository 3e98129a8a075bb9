package dev.moorage.application.port.in.manifest;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.domain.digest.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of referrers, sorted by digest. It is held in memory until it is closed. A page can be empty although another
 * page follows.
 *
 * @param next the digest after which the next page starts. Empty on the last page
 * @param lease the memory that is reserved for the page
 */
public record ReferrersPage(List<Referrer> referrers, Optional<Digest> next, MemoryBudget.Lease lease)
        implements AutoCloseable {
    public ReferrersPage {
        referrers = List.copyOf(referrers);
        Objects.requireNonNull(next);
        Objects.requireNonNull(lease);
    }

    @Override
    public void close() {
        lease.close();
    }
}
