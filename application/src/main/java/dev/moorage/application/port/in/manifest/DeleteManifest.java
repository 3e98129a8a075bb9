package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/**
 * Deletes a tag, or a manifest with the tags on it: OCI Distribution Specification, sections "Deleting tags" and "Deleting
 * Manifests".
 */
public interface DeleteManifest {
    /**
     * @throws dev.moorage.domain.error.RegistryException {@code MANIFEST_UNKNOWN}, {@code NAME_UNKNOWN} or
     *     {@code UNSUPPORTED}
     * @throws IOException storage failed
     */
    void delete(RepositoryName repository, Reference reference) throws IOException;
}
