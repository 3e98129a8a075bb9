package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.blob.Descriptor;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One descriptor of a referrers list.
 *
 * @param artifactType the manifest's {@code artifactType}, or the media type of its config
 * @param annotations those of the manifest
 */
public record Referrer(Descriptor descriptor, Optional<String> artifactType, Map<String, String> annotations) {
    public Referrer {
        Objects.requireNonNull(descriptor);
        Objects.requireNonNull(artifactType);
        annotations = Map.copyOf(annotations);
    }
}
