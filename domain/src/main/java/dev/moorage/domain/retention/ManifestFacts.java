package dev.moorage.domain.retention;

import dev.moorage.domain.digest.Digest;
import java.util.Objects;

/**
 * What is known of a manifest that no tag names, no index contains, and that is no referrer of a manifest that is there.
 *
 * @param isReferrer whether it has a subject, which is gone
 */
public record ManifestFacts(Digest digest, Use use, boolean isReferrer) {
    public ManifestFacts {
        Objects.requireNonNull(digest);
        Objects.requireNonNull(use);
    }
}
