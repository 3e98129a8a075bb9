package dev.moorage.application.port.in.upload;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;

/**
 * A request to push a blob monolithically.
 *
 * @param caller asked again at the commit, because the right to push may end while a long body arrives
 * @param digest the digest that the blob must have
 */
public record PushBlobCommand(Caller caller, RepositoryName repository, Digest digest, UploadBody body) {
    public PushBlobCommand {
        Objects.requireNonNull(caller);
        Objects.requireNonNull(repository);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(body);
    }
}
