package dev.moorage.application.port.in.manifest;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;

/**
 * A request to delete a tag or a manifest.
 *
 * @param condition what the reference must name at the moment it is deleted
 */
public record DeleteManifestCommand(
        Caller caller, RepositoryName repository, Reference reference, ChangeCondition condition) {
    public DeleteManifestCommand {
        Objects.requireNonNull(caller);
        Objects.requireNonNull(repository);
        Objects.requireNonNull(reference);
        Objects.requireNonNull(condition);
    }

    /** Creates a command without a condition. */
    public DeleteManifestCommand(Caller caller, RepositoryName repository, Reference reference) {
        this(caller, repository, reference, ChangeCondition.NONE);
    }
}
