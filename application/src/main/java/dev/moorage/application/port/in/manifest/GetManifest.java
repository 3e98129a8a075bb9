package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.function.Predicate;

/** Reads a manifest by tag or digest: OCI Distribution Specification, section "Pulling manifests". */
public interface GetManifest {
    /**
     * Returns the digest of the manifest that a reference names.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN}, or {@code NAME_UNKNOWN} if the
     *     repository does not exist
     * @throws IOException storage failed
     */
    Digest resolve(RepositoryName repository, Reference reference) throws IOException;

    /**
     * Returns what {@link #resolve(RepositoryName, Reference)} does. The storage is not asked whether the repository has a manifest of
     * which the caller knows that.
     *
     * @param known says of a digest that a tag names whether the caller knows the manifest
     */
    default Digest resolve(RepositoryName repository, Reference reference, Predicate<Digest> known) throws IOException {
        return resolve(repository, reference);
    }

    /**
     * Returns the media type, digest and size of a manifest, without its bytes.
     *
     * @param digest a digest that {@link #resolve} has returned
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN} if the manifest was deleted after
     *     {@code resolve}
     * @throws IOException storage failed
     */
    Descriptor describe(RepositoryName repository, Digest digest) throws IOException;

    /**
     * Returns a manifest with its bytes. No bytes are refused: content that was accepted once is served for ever.
     *
     * @param digest a digest that {@link #resolve} has returned
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN} if the manifest was deleted after
     *     {@code resolve}
     * @throws IOException storage failed
     */
    ManifestContent get(RepositoryName repository, Digest digest) throws IOException;
}
