package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;

/** Lists the manifests whose subject is a digest: OCI Distribution Specification, section "Listing Referrers". */
public interface ListReferrers {
    /**
     * @param artifactType only referrers of that type
     * @param after only referrers after that digest; the last of the page before
     * @return an image index of what there is, empty when nothing refers to the digest
     * @throws IOException storage failed
     */
    ReferrersPage list(RepositoryName repository, Digest subject, Optional<String> artifactType, Optional<Digest> after)
            throws IOException;
}
