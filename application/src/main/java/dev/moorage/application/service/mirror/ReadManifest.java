package dev.moorage.application.service.mirror;

import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ManifestKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest and what it refers to.
 *
 * @param references empty for a manifest of a kind that the registry only stores
 */
record ReadManifest(byte[] content, List<ContentReference> references) {
    static ReadManifest of(byte[] content) {
        List<ContentReference> references = new ArrayList<>();
        StoredManifest manifest = StoredManifest.read(content, new ManifestObserver() {
            @Override
            public void reference(ContentReference reference) {
                references.add(reference);
            }
        });
        return new ReadManifest(content, manifest.kind() == ManifestKind.OTHER ? List.of() : references);
    }
}
