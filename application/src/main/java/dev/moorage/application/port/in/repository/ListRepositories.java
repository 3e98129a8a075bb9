package dev.moorage.application.port.in.repository;

import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/** Lists the repositories, {@code GET /v2/_catalog}; Distribution's. */
public interface ListRepositories {
    /**
     * @throws IOException storage failed
     */
    Page<RepositoryName> list(PageRequest page) throws IOException;
}
