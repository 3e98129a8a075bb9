package dev.moorage.application.port.in.browse;

import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/**
 * Walks through all tags and manifests of a repository, for what no listing shows: true sizes, which tags share a layer, and what no
 * tag names. A walk is remembered for ten minutes.
 */
public interface SurveyRepository {
    /**
     * Returns what a walk has found.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code NAME_UNKNOWN} if there is no such repository
     * @throws IOException storage failed
     */
    RepositorySurvey survey(RepositoryName repository, SurveyQuery query) throws IOException;
}
