package dev.moorage.application.service.manifest;

import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.Platform;
import java.util.Optional;
import java.util.Set;

/**
 * What a manifest may refer to, and what must be there: {@code validation.manifests}.
 *
 * @param requiredPlatforms the platforms whose images must be there; empty when those of every platform must be; an empty
 *     set when none need be, so that sparse indexes are accepted; Distribution's {@code indexes}
 * @param maxReferences the most blobs and manifests that one manifest may refer to: {@code validation.manifests.maxreferences}
 */
public record ManifestPolicy(Optional<Set<Platform>> requiredPlatforms, int maxReferences) {
    /** What {@code maxreferences} is where no configuration says it. */
    public static final int DEFAULT_MAX_REFERENCES = 10_000;

    /** Every image of an index must be there. */
    public static final ManifestPolicy COMPLETE = new ManifestPolicy(Optional.empty(), DEFAULT_MAX_REFERENCES);

    public ManifestPolicy {
        requiredPlatforms = requiredPlatforms.map(Set::copyOf);
        if (maxReferences < 1) {
            throw new IllegalArgumentException("no references");
        }
    }

    /** Whether what a manifest refers to must be there. */
    public boolean requires(ContentReference reference) {
        return switch (reference.kind()) {
            case BLOB -> !reference.mayBeMissing();
            case MANIFEST, MANIFEST_OR_BLOB ->
                requiredPlatforms
                        .map(platforms ->
                                reference.platform().filter(platforms::contains).isPresent())
                        .orElse(!reference.mayBeMissing());
        };
    }
}
