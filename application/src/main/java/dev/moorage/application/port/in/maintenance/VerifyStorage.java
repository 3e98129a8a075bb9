package dev.moorage.application.port.in.maintenance;

import java.io.IOException;

/**
 * Reads every blob, link, tag and manifest that is stored, and tells what is damaged, dangling, unreadable or unreachable.
 * Can run beside a registry that serves; what changes while it is looked at is no finding.
 */
public interface VerifyStorage {
    /**
     * Looks at everything once.
     *
     * @return what was looked at and found, that of the run it goes on from included
     * @throws IOException storage could not be listed, or a checkpoint could not be kept; an object that cannot be read is a
     *     finding
     */
    VerifyTally verify(VerifyRequest request, VerifyObserver observer) throws IOException;
}
