package dev.moorage.application.port.in.manifest;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to store a manifest.
 *
 * @param caller asked again when the body has arrived
 * @param contentType the request's {@code Content-Type}, without parameters
 * @param content the bytes to store and serve
 * @param tags further tags, from {@code ?tag=}
 * @param condition what the reference must name at the moment it is written. It does not apply to the further tags
 */
public record PutManifestCommand(
        Caller caller,
        RepositoryName repository,
        Reference reference,
        Optional<MediaType> contentType,
        byte[] content,
        List<Tag> tags,
        ChangeCondition condition) {
    public PutManifestCommand {
        Objects.requireNonNull(caller);
        Objects.requireNonNull(repository);
        Objects.requireNonNull(reference);
        Objects.requireNonNull(contentType);
        Objects.requireNonNull(content);
        tags = List.copyOf(tags);
        Objects.requireNonNull(condition);
    }

    /** Creates a command without a condition. */
    public PutManifestCommand(
            Caller caller,
            RepositoryName repository,
            Reference reference,
            Optional<MediaType> contentType,
            byte[] content,
            List<Tag> tags) {
        this(caller, repository, reference, contentType, content, tags, ChangeCondition.NONE);
    }
}
