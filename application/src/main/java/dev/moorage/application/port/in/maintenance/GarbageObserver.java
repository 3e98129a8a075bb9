package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import java.time.Instant;

/** Observes a collection while it runs. Called by one thread at a time. */
public interface GarbageObserver {
    /** Observes nothing. */
    GarbageObserver NONE = new GarbageObserver() {
        @Override
        public void garbage(Digest digest, long size, Instant lastModified) {
            // Not observed.
        }

        @Override
        public void problem(String key, String reason) {
            // Not observed.
        }

        @Override
        public void progressed(Phase phase, long objects) {
            // Not observed.
        }
    };

    /** The parts of a collection, in their order. Those from {@link #REPOSITORIES} on may come several times. */
    enum Phase {
        /** The links of all repositories are listed. */
        LINKS,
        /** The manifests of each repository are read, and what nothing needs leaves the repository. */
        REPOSITORIES,
        /** The blobs are listed. */
        BLOBS,
        /** The links are listed again, after garbage was condemned. */
        CHECK,
        /** Garbage is removed. */
        REMOVAL
    }

    /**
     * Called for each blob that was removed, or would be in a dry run.
     *
     * @param size in bytes
     * @param lastModified by the store's clock
     */
    void garbage(Digest digest, long size, Instant lastModified);

    /**
     * Called for each link or manifest that has left its repository, or would in a dry run.
     *
     * @param object a {@link Removable.BlobLink} or a {@link Removable.ManifestRevision}
     */
    default void left(Removable object) {}

    /**
     * Called for each tag that has left its repository because no rule of retention keeps it, or would in a dry run of the
     * collection or of the policies.
     */
    default void going(GoingTag tag) {}

    /**
     * Called for each repository that stays as it is, because something in it cannot be read or understood. Other
     * repositories, and bytes that no repository has, are collected nevertheless.
     *
     * @param key the key of what cannot be understood
     */
    default void kept(RepositoryName repository, String key, String reason) {}

    /**
     * Called for each thing that cannot be read or understood, or that forbids a removal.
     *
     * @param key the key of an object or a folder. Empty if the problem is none of one object
     */
    void problem(String key, String reason);

    /**
     * Called from time to time.
     *
     * @param objects how many objects of the phase have been looked at
     */
    void progressed(Phase phase, long objects);

    /**
     * Asked before each request, by any thread. Returns whether the collection goes on. One that does not ends between two
     * deletes, and the next one takes out the verdicts that it leaves.
     */
    default boolean goesOn() {
        return true;
    }
}
