package dev.moorage.application.service.manifest;

import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.Platform;
import java.util.Optional;
import java.util.Set;

/**
 * What an index must bring along: Distribution's {@code validation.manifests.indexes}.
 *
 * @param requiredPlatforms the platforms whose images must be there; empty when those of every platform must be; an empty
 *     set when none need be, so that sparse indexes are accepted
 */
public record ManifestPolicy(Optional<Set<Platform>> requiredPlatforms) {
    /** Every image of an index must be there. */
    public static final ManifestPolicy COMPLETE = new ManifestPolicy(Optional.empty());

    public ManifestPolicy {
        requiredPlatforms = requiredPlatforms.map(Set::copyOf);
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
