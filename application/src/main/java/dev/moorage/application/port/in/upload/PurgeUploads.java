package dev.moorage.application.port.in.upload;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends uploads that nobody goes on with, forgets those that have ended, and removes what uploads have left behind, ours and
 * Distribution's: its {@code uploadpurging}. Safe on several replicas at once, and against uploads that live.
 */
public interface PurgeUploads {
    /**
     * Looks at every upload once.
     *
     * @param age for how long nobody may have touched an upload
     * @param dryRun whether nothing is changed
     * @throws IOException the repositories could not be listed; what cannot be read or ended is told, counted and left
     */
    PurgeReport purge(Duration age, boolean dryRun, PurgeObserver observer) throws IOException;
}
