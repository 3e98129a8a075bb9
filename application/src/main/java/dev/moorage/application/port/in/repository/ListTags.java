package dev.moorage.application.port.in.repository;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;

/** Lists a repository's tags: OCI Distribution Specification, section "Listing Tags". */
public interface ListTags {
    /**
     * Returns one page of a repository's tags.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code NAME_UNKNOWN}
     * @throws IOException storage failed
     */
    Page<Tag> list(RepositoryName repository, PageRequest page) throws IOException;
}
