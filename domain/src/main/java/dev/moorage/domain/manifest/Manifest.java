package dev.moorage.domain.manifest;

import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A pushed manifest as the registry understands it. The registry stores and serves its bytes unchanged.
 *
 * @param mediaType the media type under which it is served
 * @param subject the manifest that this one refers to as its subject. The subject need not exist
 * @param references the content that must exist, without the subject. Empty for a manifest that is neither image nor
 *     index
 */
public record Manifest(MediaType mediaType, Optional<Digest> subject, List<ContentReference> references) {
    public Manifest {
        Objects.requireNonNull(mediaType);
        Objects.requireNonNull(subject);
        references = List.copyOf(references);
    }
}
