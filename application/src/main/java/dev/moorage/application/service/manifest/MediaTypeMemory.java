package dev.moorage.application.service.manifest;

import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers what the manifests are that were read last. A digest names the same bytes for ever, so nothing in here goes out of
 * date. It does not say whether a repository has the manifest, or the storage its bytes.
 */
final class MediaTypeMemory {
    private static final int MAX_ENTRIES = 10_000;

    private final Map<Digest, Descriptor> descriptors = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Descriptor> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    synchronized Optional<Descriptor> find(Digest digest) {
        return Optional.ofNullable(descriptors.get(digest));
    }

    synchronized void remember(Descriptor descriptor) {
        descriptors.put(descriptor.digest(), descriptor);
    }
}
