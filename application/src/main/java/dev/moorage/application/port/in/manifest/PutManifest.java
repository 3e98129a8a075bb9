package dev.moorage.application.port.in.manifest;

import java.io.IOException;

/**
 * Stores a manifest: OCI Distribution Specification, section "Pushing manifests". When a call returns, everything that
 * the manifest refers to is readable.
 */
public interface PutManifest {
    /**
     * Stores a manifest under its reference and sets its further tags.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_INVALID}, {@code DIGEST_INVALID},
     *     {@code MANIFEST_BLOB_UNKNOWN} with one entry for each missing reference, {@code SIZE_INVALID},
     *     {@code DENIED} if the caller may no longer push, {@code UNSUPPORTED}
     * @throws ConditionNotMetException the command's condition does not hold. The tags are not set
     * @throws IOException storage failed
     */
    PutManifestResult put(PutManifestCommand command) throws IOException;
}
