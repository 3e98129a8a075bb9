package dev.moorage.application.service.proxy;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.storage.SmallObjects;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The lists of referrers that upstreams have sent. Each is an object of its own, as the listed manifests may not be stored, and an entry
 * of the repository's referrers means one that is.
 */
final class FetchedReferrers {
    private static final int MAX_BYTES = 16 << 20;

    private final StorageDriver storage;
    private final SmallObjects objects;

    FetchedReferrers(StorageDriver storage) {
        this.storage = storage;
        this.objects = new SmallObjects(storage);
    }

    /** Returns the last list that an upstream has sent. Empty if it has sent none. */
    Optional<List<Referrer>> find(RepositoryName repository, Digest subject) throws IOException {
        return objects.read(RegistryKeys.fetchedReferrers(repository, subject), MAX_BYTES)
                .flatMap(found -> FetchedReferrersFormat.decode(found.content()));
    }

    /** Keeps a list. An empty one is kept only in the place of another one. */
    void keep(RepositoryName repository, Digest subject, List<Referrer> referrers) throws IOException {
        ObjectKey key = RegistryKeys.fetchedReferrers(repository, subject);
        byte[] content = FetchedReferrersFormat.encode(referrers);
        Optional<byte[]> before = objects.read(key, MAX_BYTES).map(SmallObjects.Content::content);
        boolean isNew = before.isEmpty() ? !referrers.isEmpty() : !Arrays.equals(before.get(), content);
        if (isNew && content.length <= MAX_BYTES) {
            var _ = storage.put(key, content, WriteCondition.ANY, Durability.PROCESS_CRASH);
        }
    }
}
