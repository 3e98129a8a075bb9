package dev.moorage.application.port.in.repository;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/**
 * Lists the repositories, {@code GET /v2/_catalog}. The route is part of CNCF Distribution, not of the specification.
 */
public interface ListRepositories {
    /**
     * Returns one page of repository names: of all repositories if the caller may list them, or of those that it may pull. A page
     * of all repositories has as many entries as were asked for, as long as there are so many. A page of those that the caller may
     * pull has fewer, or none, where the caller may pull few of many: the next page then begins at a position.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code PAGINATION_NUMBER_INVALID} for a position of another registry
     * @throws IOException storage failed
     */
    Page<RepositoryName> list(Caller caller, PageRequest page) throws IOException;
}
