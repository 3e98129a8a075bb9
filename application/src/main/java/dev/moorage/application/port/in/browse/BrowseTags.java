package dev.moorage.application.port.in.browse;

import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/** Lists the tags of a repository with what their images are. */
public interface BrowseTags {
    /**
     * Returns one page of tags.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code NAME_UNKNOWN} if there is no such repository
     * @throws IOException storage failed
     */
    TagRows list(RepositoryName repository, TagQuery query) throws IOException;
}
