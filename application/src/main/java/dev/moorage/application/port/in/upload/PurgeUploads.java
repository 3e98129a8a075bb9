package dev.moorage.application.port.in.upload;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends abandoned uploads, deletes old records of ended uploads, and removes what uploads have left behind, those of
 * CNCF Distribution included (its {@code uploadpurging}). It is safe on several replicas at once, and next to running
 * uploads.
 */
public interface PurgeUploads {
    /**
     * Examines every upload once. An upload that cannot be read or ended is reported to the observer, counted, and left
     * as it is.
     *
     * @param age the time without activity after which an upload counts as abandoned
     * @param dryRun whether to change nothing
     * @throws IOException the repositories could not be listed
     */
    PurgeReport purge(Duration age, boolean dryRun, PurgeObserver observer) throws IOException;
}
