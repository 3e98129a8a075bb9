package dev.moorage.application.port.in.maintenance;

import java.io.IOException;

/**
 * Builds the index of referrers for manifests that were pushed through another registry: OCI Distribution
 * Specification, section "Enabling the Referrers API". It can run while a registry serves the same storage.
 */
public interface ReindexReferrers {
    /**
     * Examines every manifest once and adds the missing entries. A manifest that cannot be read is reported to the
     * observer and left as it is.
     *
     * @param parallel how many manifests are examined at the same time, 1 or more
     * @param dryRun whether to change nothing
     * @throws IOException storage could not be listed
     */
    ReindexReport reindex(int parallel, boolean dryRun, ReindexObserver observer) throws IOException;
}
