package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;

/**
 * A tag or a manifest to be deleted.
 *
 * @param condition what the reference must name when it is deleted
 */
public record DeleteManifestCommand(RepositoryName repository, Reference reference, ChangeCondition condition) {
    public DeleteManifestCommand {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(reference);
        Objects.requireNonNull(condition);
    }

    /** A delete under no condition. */
    public DeleteManifestCommand(RepositoryName repository, Reference reference) {
        this(repository, reference, ChangeCondition.NONE);
    }
}
