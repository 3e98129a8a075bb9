package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/** Reads a manifest by tag or digest: OCI Distribution Specification, section "Pulling manifests". */
public interface GetManifest {
    /**
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN}, or {@code NAME_UNKNOWN} when there is no
     *     such repository
     * @throws IOException storage failed
     */
    ManifestContent get(RepositoryName repository, Reference reference) throws IOException;
}
