package dev.moorage.application.port.in.live;

import dev.moorage.domain.name.RepositoryName;
import java.util.Objects;
import java.util.Optional;

/**
 * Which uploads are asked for.
 *
 * @param repository those of one repository, or empty for all
 * @param state those in one state, or empty for all
 * @param isMine only those of the caller's own user
 */
public record LiveFilter(Optional<RepositoryName> repository, Optional<UploadState> state, boolean isMine) {
    /** All uploads. */
    public static final LiveFilter ALL = new LiveFilter(Optional.empty(), Optional.empty(), false);

    public LiveFilter {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(state);
    }
}
