package dev.moorage.application.service.manifest;

import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A cache of the descriptors of recently read manifests. Entries never go out of date, because a digest always names
 * the same bytes. The cache does not know whether a repository has the manifest, or whether its bytes exist.
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
