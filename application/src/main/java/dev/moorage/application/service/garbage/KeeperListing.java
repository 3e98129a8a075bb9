package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lists what keeps the bytes of blobs: the links to blobs and to manifests of all repositories, and afterwards the
 * trash. A key contains the digest, so links are not read, except those under another algorithm than the canonical
 * one. CNCF Distribution stores their blobs under the canonical one.
 *
 * <p>What cannot be read or understood is a problem, and while there is one nothing may be removed. So is an upload that
 * CNCF Distribution has begun a short time ago: it links blobs that it finds without looking at the docket.
 */
final class KeeperListing {
    private final StorageDriver storage;
    private final Links links;
    private final Trash trash;
    private final GarbageCounters counters;
    private final Instant longAgo;
    /** The upload of the last session record. It is listed before the other objects of the upload that matter here. */
    private String ours = "";

    /**
     * @param longAgo by the store's clock. An upload of CNCF Distribution that is older is abandoned
     */
    KeeperListing(StorageDriver storage, GarbageCounters counters, Instant longAgo) {
        this.storage = storage;
        this.links = new Links(storage);
        this.trash = new Trash(storage);
        this.counters = counters;
        this.longAgo = longAgo;
    }

    /**
     * Lists everything once, from the beginning, the trash last.
     *
     * @param needed is given each digest whose bytes are needed. A digest may come several times
     */
    void list(Consumer<Digest> needed) throws IOException {
        ObjectWalk.recursive(storage, RegistryKeys.REPOSITORIES)
                .markingUnreadable()
                .forEach(entry -> {
                    if (entry instanceof ObjectPage.Unreadable(ObjectKey folder, String reason)) {
                        counters.problem(folder.value(), reason);
                    } else {
                        keep(entry.key(), needed);
                    }
                    counters.looked();
                });
        trash.forEach(stored -> {
            if (stored.record().isEmpty()) {
                counters.problem(stored.object().key().value(), "is no record of the trash that this version knows");
            }
            stored.record().ifPresent(record -> record.content().forEach(trashed -> needed.accept(trashed.bytes())));
            counters.looked();
        });
    }

    private void keep(ObjectKey key, Consumer<Digest> needed) throws IOException {
        switch (RepositoryKey.parse(key).orElse(null)) {
            case RepositoryKey.Layer(var _, Digest digest) -> keep(key, digest, needed);
            case RepositoryKey.Revision(var _, Digest digest) -> keep(key, digest, needed);
            case RepositoryKey.TagCurrent _, RepositoryKey.TagIndex _, RepositoryKey.Referrer _ -> counters.link();
            case null -> {
                Optional<Digest> digest = RegistryKeys.digestOfLink(key);
                if (digest.isPresent()) {
                    keep(key, digest.get(), needed); // A link of another program or version.
                } else {
                    upload(key);
                }
            }
        }
    }

    private void keep(ObjectKey link, Digest named, Consumer<Digest> needed) throws IOException {
        counters.link();
        needed.accept(named);
        if (named.algorithm() == DigestAlgorithm.CANONICAL) {
            return;
        }
        Optional<Links.Stored> stored = links.inspect(link);
        if (stored.isEmpty()) {
            return; // Deleted after it was listed.
        }
        if (stored.get().target().isEmpty()) {
            counters.problem(link.value(), "names no digest, so that any blob may be its own");
        }
        stored.get().target().ifPresent(needed);
    }

    private void upload(ObjectKey key) throws IOException {
        if (key.name().equals("session")) {
            ours = folder(key);
        } else if (key.name().equals("startedat") && !folder(key).equals(ours)) {
            Optional<ObjectInfo> started = storage.stat(key);
            if (started.isPresent() && started.get().lastModified().isAfter(longAgo)) {
                counters.problem(key.value(), "CNCF Distribution pushes here, and does not look at the docket");
            }
        }
    }

    private static String folder(ObjectKey key) {
        return key.value().substring(0, key.value().lastIndexOf('/'));
    }
}
