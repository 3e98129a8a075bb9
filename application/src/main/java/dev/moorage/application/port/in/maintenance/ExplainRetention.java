package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/** Explains what the policies of retention decide in a repository. Nothing is written. */
public interface ExplainRetention {
    /**
     * Explains the decisions of this moment.
     *
     * @param request what a collection would do
     * @param shared whether all repositories are listed, to find out which bytes no other repository has
     * @throws IOException storage failed
     */
    RetentionExplanation explain(RepositoryName repository, GarbageRequest request, boolean shared) throws IOException;
}
