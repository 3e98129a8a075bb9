package dev.moorage.application.port.in.blob;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes a blob of another repository visible in this one, {@code POST …?mount=}: OCI Distribution Specification,
 * section "Mounting a blob from another repository". A blob that the caller may not pull is treated as absent.
 */
public interface MountBlob {
    /**
     * Links a blob from another repository into this one.
     *
     * @param from the repository that has the blob. Empty to search the repositories that the caller may pull from
     * @return whether the blob is in the repository now
     * @throws IOException storage failed
     */
    boolean mount(Caller caller, RepositoryName repository, Digest digest, Optional<RepositoryName> from)
            throws IOException;
}
