package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.blob.Descriptor;
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
     * What a manifest is, without its bytes.
     *
     * @param digest one that {@link #resolve} has given
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN} when it went away meanwhile
     * @throws IOException storage failed
     */
    Descriptor describe(RepositoryName repository, Digest digest) throws IOException;

    /**
     * A manifest with its bytes, whatever they are: content that was accepted once is served for ever.
     *
     * @param digest one that {@link #resolve} has given
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN} when it went away meanwhile
     * @throws IOException storage failed
     */
    ManifestContent get(RepositoryName repository, Digest digest) throws IOException;
}
