package dev.moorage.application.port.in.manifest;

import java.io.IOException;

/**
 * Deletes a tag, or a manifest together with its tags: OCI Distribution Specification, sections "Deleting tags" and
 * "Deleting Manifests".
 */
public interface DeleteManifest {
    /**
     * Deletes what the command's reference names.
     *
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN}, {@code NAME_UNKNOWN} or
     *     {@code UNSUPPORTED}
     * @throws dev.moorage.application.port.in.access.WriteOnceException a tag is written once, or needs the manifest
     * @throws ConditionNotMetException the command's condition does not hold
     * @throws IOException storage failed
     */
    void delete(DeleteManifestCommand command) throws IOException;
}
