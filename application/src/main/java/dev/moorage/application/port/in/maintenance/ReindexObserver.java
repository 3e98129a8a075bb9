package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;

/** Receives the progress of a reindexing. Calls come from one thread at a time. */
public interface ReindexObserver {
    /** Called after a manifest was added to the referrers of its subject. In a dry run it would have been added. */
    void added(RepositoryName repository, Digest subject, Digest referrer);

    /**
     * Called after a manifest could not be read.
     *
     * @param reason an explanation for people
     */
    void failed(RepositoryName repository, Digest manifest, String reason);

    /**
     * Called for a folder whose repositories cannot be read.
     *
     * @param reason an explanation for people
     */
    void unreadable(String folder, String reason);

    /** Called with the number of manifests examined so far. */
    void progressed(long manifests);
}
