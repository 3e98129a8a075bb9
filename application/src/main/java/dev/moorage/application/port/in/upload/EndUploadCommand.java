package dev.moorage.application.port.in.upload;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadProtocol;
import java.util.Objects;

/**
 * An upload that is to end.
 *
 * @param caller the caller that ends it, and not its client
 */
public record EndUploadCommand(Caller caller, RepositoryName repository, UploadId id) {
    public EndUploadCommand {
        Objects.requireNonNull(caller);
        Objects.requireNonNull(repository);
        Objects.requireNonNull(id);
    }

    /** Returns where the upload is stored. */
    public UploadProtocol.Path path() {
        return new UploadProtocol.Path(repository, id);
    }
}
