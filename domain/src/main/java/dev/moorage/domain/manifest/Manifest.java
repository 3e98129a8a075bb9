package dev.moorage.domain.manifest;

import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A pushed manifest as the registry understands it. The registry stores and serves its bytes, untouched.
 *
 * @param mediaType under which it is served
 * @param subject the manifest that this one is about; it need not be there
 * @param references the content that must be there, its subject aside; empty for a manifest of another kind
 */
public record Manifest(MediaType mediaType, Optional<Digest> subject, List<ContentReference> references) {
    public Manifest {
        Objects.requireNonNull(mediaType);
        Objects.requireNonNull(subject);
        references = List.copyOf(references);
    }
}
