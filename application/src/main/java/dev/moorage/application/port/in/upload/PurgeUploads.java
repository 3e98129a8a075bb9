package dev.moorage.application.port.in.upload;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends uploads that nobody goes on with, and forgets those that have ended: Distribution's {@code uploadpurging}. Safe on
 * several replicas at once, and against uploads that live.
 */
public interface PurgeUploads {
    /**
     * Looks at every upload once.
     *
     * @param age for how long nobody may have touched an upload
     * @param dryRun whether nothing is changed
     * @throws IOException storage could not be listed; what cannot be read or ended is counted and left
     */
    PurgeReport purge(Duration age, boolean dryRun) throws IOException;
}
