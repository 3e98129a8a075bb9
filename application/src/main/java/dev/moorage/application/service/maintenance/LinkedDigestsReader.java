package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds out which blobs the repositories link. Listing is enough for most links, because their keys contain the digest.
 * Only links under another algorithm than the canonical one are read, because those of CNCF Distribution name a blob of
 * the canonical one.
 */
final class LinkedDigestsReader {
    private final StorageDriver storage;
    private final Links links;
    private final VerifyCounters tally;

    LinkedDigestsReader(StorageDriver storage, Links links, VerifyCounters tally) {
        this.storage = storage;
        this.links = links;
        this.tally = tally;
    }

    LinkedDigests read() throws IOException {
        LinkedDigests linked = new LinkedDigests();
        ObjectWalk.recursive(storage, RegistryKeys.REPOSITORIES)
                .markingUnreadable()
                .forEach(entry -> {
                    if (entry instanceof ObjectPage.Unreadable) {
                        linked.missSome();
                    }
                    Optional<RepositoryKey> key = RepositoryKey.parse(entry.key());
                    if (key.isPresent()) {
                        add(key.get(), linked);
                    }
                    tally.object(OptionalDouble.empty());
                });
        return linked;
    }

    private void add(RepositoryKey key, LinkedDigests linked) throws IOException {
        switch (key) {
            case RepositoryKey.Layer layer -> add(layer, layer.digest(), linked);
            case RepositoryKey.Revision revision -> add(revision, revision.digest(), linked);
            case RepositoryKey.TagCurrent _, RepositoryKey.TagIndex _, RepositoryKey.Referrer _ -> {
                // Their target counts only if the repository has it as a revision.
            }
        }
    }

    private void add(RepositoryKey key, Digest named, LinkedDigests linked) throws IOException {
        linked.add(named);
        if (named.algorithm() != DigestAlgorithm.CANONICAL) {
            links.read(key.key()).ifPresent(linked::add);
        }
    }
}
