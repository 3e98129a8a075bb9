package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/** Reads a manifest by tag or digest: OCI Distribution Specification, section "Pulling manifests". */
public interface GetManifest {
    /**
     * The digest of the manifest that a reference names.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN}, or {@code NAME_UNKNOWN} when there is no
     *     such repository
     * @throws IOException storage failed
     */
    Digest resolve(RepositoryName repository, Reference reference) throws IOException;

    /**
     * A manifest that {@link #resolve} told about.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN} when it went away meanwhile
     * @throws IOException storage failed
     */
    ManifestContent get(RepositoryName repository, Digest digest) throws IOException;
}
