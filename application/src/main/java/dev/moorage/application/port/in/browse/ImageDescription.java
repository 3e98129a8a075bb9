package dev.moorage.application.port.in.browse;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A manifest, and what belongs to it in its repository.
 *
 * @param pushed when the tag was set that was asked for, by the store's clock
 * @param tags the tags that name the manifest. Not all of them where the repository has too many to look at
 * @param raw the manifest as it was pushed, as text. Empty if it is too large to show
 */
public record ImageDescription(
        Digest digest,
        ManifestFacts facts,
        Optional<Instant> pushed,
        List<Tag> tags,
        List<Attached> referrers,
        Optional<String> raw) {
    public ImageDescription {
        Objects.requireNonNull(digest);
        Objects.requireNonNull(facts);
        Objects.requireNonNull(pushed);
        tags = List.copyOf(tags);
        referrers = List.copyOf(referrers);
        Objects.requireNonNull(raw);
    }

    /**
     * A manifest whose subject is another one: a signature, for example.
     *
     * @param size the length of the manifest in bytes
     * @param referrers the manifests whose subject is this one
     */
    public record Attached(Digest digest, String artifactType, long size, List<Attached> referrers) {
        public Attached {
            Objects.requireNonNull(digest);
            Objects.requireNonNull(artifactType);
            referrers = List.copyOf(referrers);
        }
    }
}
