package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.digest.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of referrers, in the order of their digests.
 *
 * @param next after which digest the next page starts; empty on the last one
 */
public record ReferrersPage(List<Referrer> referrers, Optional<Digest> next) {
    public ReferrersPage {
        referrers = List.copyOf(referrers);
        Objects.requireNonNull(next);
    }
}
