package dev.moorage.application.port.in.upload;

import java.io.IOException;

/** Receives the progress of a purge. */
public interface PurgeObserver {
    /** Called after an upload was purged. In a dry run it would have been purged. */
    void purged(PurgedUpload upload);

    /** Called for an upload that stays. */
    default void kept(Kept upload) {
        // A command prints what it removes, and the totals.
    }

    /**
     * Called once all uploads were looked at.
     *
     * @param repositories the repositories, and the names that have nothing but uploads
     */
    default void walked(int repositories) {
        // A command prints what it removes, and the totals.
    }

    /** What stays. */
    enum Kept {
        /** An upload that a client may continue. */
        UNFINISHED,
        /** The record of an upload that has ended, for late requests. */
        ENDED,
        /** An upload of CNCF Distribution, or objects of an upload without a readable record. */
        UNRECORDED
    }

    /**
     * Called after an upload or a folder failed. It is left as it is.
     *
     * @param key the key of the upload that could not be read or ended, or of the folder that could not be listed
     */
    void failed(String key, IOException reason);
}
