package dev.moorage.application.service.manifest;

import dev.moorage.domain.manifest.ContentReference;

/** Takes what a scan finds in a manifest and does not keep. */
public interface ManifestObserver {
    /** Takes nothing. */
    ManifestObserver NONE = new ManifestObserver() {};

    /** A config, a layer, or an entry of an index. */
    default void reference(ContentReference reference) {}

    /** An entry of the manifest's own annotations. */
    default void annotation(String key, String value) {}
}
