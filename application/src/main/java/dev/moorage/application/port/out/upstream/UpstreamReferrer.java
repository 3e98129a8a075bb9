package dev.moorage.application.port.out.upstream;

import dev.moorage.domain.blob.Descriptor;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A manifest that refers to another one, as an upstream describes it. The manifest itself was not read.
 *
 * @param artifactType the manifest's {@code artifactType}, or the media type of its config
 * @param annotations the manifest's annotations
 */
public record UpstreamReferrer(Descriptor descriptor, Optional<String> artifactType, Map<String, String> annotations) {
    public UpstreamReferrer {
        Objects.requireNonNull(descriptor);
        Objects.requireNonNull(artifactType);
        annotations = Map.copyOf(annotations);
    }
}
