package dev.moorage.application.port.in.repository;

import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/**
 * Lists the repositories, {@code GET /v2/_catalog}. The route is part of CNCF Distribution, not of the specification.
 */
public interface ListRepositories {
    /**
     * Returns one page of repository names.
     *
     * @throws IOException storage failed
     */
    Page<RepositoryName> list(PageRequest page) throws IOException;
}
