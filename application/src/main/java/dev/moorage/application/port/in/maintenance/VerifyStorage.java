package dev.moorage.application.port.in.maintenance;

import java.io.IOException;

/**
 * Reads every stored blob, link, tag and manifest, and reports what is damaged, dangling, unreadable or unreachable. It
 * can run while a registry serves the same storage. An object that changes during its examination is not a finding.
 */
public interface VerifyStorage {
    /**
     * Examines everything once. An object or a folder that cannot be read alone is a finding.
     *
     * @return what was examined and found, including the results of the run that this one continues
     * @throws IOException storage could not be listed, or a checkpoint could not be saved
     */
    VerifySummary verify(VerifyRequest request, VerifyObserver observer) throws IOException;
}
