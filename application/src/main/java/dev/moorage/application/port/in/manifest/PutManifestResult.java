package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of storing a manifest.
 *
 * @param subject the value of {@code OCI-Subject}
 * @param tags the value of {@code OCI-Tag}: the tags of the query that were set
 */
public record PutManifestResult(Descriptor descriptor, Optional<Digest> subject, List<Tag> tags) {
    public PutManifestResult {
        Objects.requireNonNull(descriptor);
        Objects.requireNonNull(subject);
        tags = List.copyOf(tags);
    }
}
