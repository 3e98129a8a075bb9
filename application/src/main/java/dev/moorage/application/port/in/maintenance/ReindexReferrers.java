package dev.moorage.application.port.in.maintenance;

import java.io.IOException;

/**
 * Builds the index of referrers for manifests that came through another registry: OCI Distribution Specification, section
 * "Enabling the Referrers API". Can run beside a registry that serves.
 */
public interface ReindexReferrers {
    /**
     * Looks at every manifest once, and adds what is missing.
     *
     * @param parallel how many manifests are looked at at once, 1 or more
     * @param dryRun whether nothing is changed
     * @throws IOException storage could not be listed; a manifest that cannot be read is told and left
     */
    ReindexReport reindex(int parallel, boolean dryRun, ReindexObserver observer) throws IOException;
}
