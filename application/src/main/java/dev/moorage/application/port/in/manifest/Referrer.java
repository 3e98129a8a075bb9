package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.blob.Descriptor;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One descriptor in a list of referrers.
 *
 * @param artifactType the manifest's {@code artifactType}, or the media type of its config
 * @param annotations the manifest's annotations
 */
public record Referrer(Descriptor descriptor, Optional<String> artifactType, Map<String, String> annotations) {
    public Referrer {
        Objects.requireNonNull(descriptor);
        Objects.requireNonNull(artifactType);
        annotations = Map.copyOf(annotations);
    }
}
