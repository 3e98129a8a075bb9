package dev.moorage.application.service.manifest;

import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.Platform;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for the references of a manifest: {@code validation.manifests}.
 *
 * @param requiredPlatforms the platforms whose images must exist. Empty if the images of all platforms must exist. An
 *     empty set if none must exist, so that sparse indexes are accepted. CNCF Distribution's {@code indexes}
 * @param maxReferences the greatest number of blobs and manifests that one manifest may refer to:
 *     {@code validation.manifests.maxreferences}
 */
public record ManifestPolicy(Optional<Set<Platform>> requiredPlatforms, int maxReferences) {
    /** The default of {@code maxreferences}. */
    public static final int DEFAULT_MAX_REFERENCES = 10_000;

    /** The policy that every image of an index must exist. */
    public static final ManifestPolicy COMPLETE = new ManifestPolicy(Optional.empty(), DEFAULT_MAX_REFERENCES);

    public ManifestPolicy {
        requiredPlatforms = requiredPlatforms.map(Set::copyOf);
        if (maxReferences < 1) {
            throw new IllegalArgumentException("no references");
        }
    }

    /** Returns whether the content of a reference must exist. */
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
