package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * What is kept of an upstream.
 *
 * @param tag empty for a manifest that no tag names
 * @param bytes the size of what is kept of its layers and configs, as its manifests say. Content that is shared counts for each
 * @param fetched when it was fetched, by the store's clock
 * @param pulled the last day, in UTC, on which a client has pulled it, as far as that is known
 */
public record CachedImage(
        RepositoryName repository,
        Optional<Tag> tag,
        Digest digest,
        long bytes,
        Instant fetched,
        Optional<LocalDate> pulled,
        boolean isPinned) {
    public CachedImage {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(tag);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(fetched);
        Objects.requireNonNull(pulled);
    }
}
