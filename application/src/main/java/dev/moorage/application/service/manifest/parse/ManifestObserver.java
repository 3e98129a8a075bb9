package dev.moorage.application.service.manifest.parse;

import dev.moorage.domain.manifest.ContentReference;

/** Receives the parts of a manifest that a scan finds and does not keep. */
public interface ManifestObserver {
    /** An observer that ignores everything. */
    ManifestObserver NONE = new ManifestObserver() {};

    /** Called for each config, layer, and entry of an index. */
    default void reference(ContentReference reference) {}

    /** Called for each entry of the manifest's own annotations. */
    default void annotation(String key, String value) {}
}
