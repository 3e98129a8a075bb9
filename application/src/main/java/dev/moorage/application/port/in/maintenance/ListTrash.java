package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Lists the trash: ADR 53. A record stays listed after a manifest has been restored from it. */
public interface ListTrash {
    /**
     * Lists what the trash has.
     *
     * @param repository the repository whose trash is listed. Empty for all repositories
     * @return the number of records that were written by another version or are damaged
     * @throws IOException storage failed
     */
    long list(Optional<RepositoryName> repository, Consumer<TrashEntry> entries) throws IOException;
}
