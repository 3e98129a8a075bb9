package dev.moorage.application.port.in.blob;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes a blob of another repository visible in this one, {@code POST …?mount=}: OCI Distribution Specification, section
 * "Mounting a blob from another repository". What the caller may not pull looks like what is not there.
 */
public interface MountBlob {
    /**
     * @param from where the blob is; empty to look in every repository that the caller may pull
     * @return whether the blob is in the repository now
     * @throws IOException storage failed
     */
    boolean mount(RepositoryName repository, Digest digest, Optional<RepositoryName> from, PullRights rights)
            throws IOException;
}
