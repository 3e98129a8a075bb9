package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;

/** Lists the manifests whose subject is a digest: OCI Distribution Specification, section "Listing Referrers". */
public interface ListReferrers {
    /**
     * Returns one page of the manifests that have this subject.
     *
     * @param artifactType the type to which the list is limited. Empty for all types
     * @param after the last digest of the previous page. Only referrers that sort after it are listed
     * @return the page, empty if there are no more referrers
     * @throws IOException storage failed
     */
    ReferrersPage list(RepositoryName repository, Digest subject, Optional<String> artifactType, Optional<Digest> after)
            throws IOException;
}
