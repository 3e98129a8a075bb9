package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;

/** Hears of a reindexing as it goes on; from one thread at a time. */
public interface ReindexObserver {
    /** A manifest was added to the referrers of its subject, or would have been. */
    void added(RepositoryName repository, Digest subject, Digest referrer);

    /**
     * A manifest could not be looked at.
     *
     * @param reason for people
     */
    void failed(RepositoryName repository, Digest manifest, String reason);

    /** So many manifests were looked at. */
    void progressed(long manifests);
}
