package dev.moorage.application.port.in.browse;

import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;

/** Lists what the trash keeps, for operators: ADR 53. */
public interface ListRemoved {
    /**
     * Returns one page of removals. It costs a request to the store for each.
     *
     * @param repository the repository whose trash is listed, or empty for all
     * @param after the {@code next} of an earlier page, or empty for the first page
     * @param limit the most removals, 1 or more. The use case has its own upper bound
     * @throws IOException storage failed
     */
    RemovedContent list(Optional<RepositoryName> repository, Optional<String> after, int limit) throws IOException;
}
