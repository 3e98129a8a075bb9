package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ManifestKind;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the digests of possible referrers of a manifest. There are two sources: Moorage's own index, and the image
 * index that clients of registries without the referrers API maintain under a tag (OCI Distribution Specification,
 * section "Referrers Tag Schema").
 */
final class ReferrerDigests {
    private static final int MAX_TAG_ALGORITHM = 32;
    private static final int MAX_TAG_HEX = 64;

    private final StorageDriver storage;
    private final ManifestStore manifests;

    ReferrerDigests(StorageDriver storage, ManifestStore manifests) {
        this.storage = storage;
        this.manifests = manifests;
    }

    /**
     * Returns the first digests in the order of their texts, without duplicates.
     *
     * @param after the digest after which the result starts
     * @param limit the greatest number of digests from each source
     * @throws IOException storage failed
     */
    NavigableSet<String> find(RepositoryName repository, Digest subject, Optional<Digest> after, int limit)
            throws IOException {
        NavigableSet<String> digests = new TreeSet<>();
        addIndexed(repository, subject, after, limit, digests);
        addFallback(repository, subject, after, limit, digests);
        return digests;
    }

    private void addIndexed(
            RepositoryName repository, Digest subject, Optional<Digest> after, int limit, NavigableSet<String> digests)
            throws IOException {
        ObjectKey prefix = RegistryKeys.referrers(repository, subject);
        ListOptions options = ListOptions.recursive(limit);
        if (after.isPresent()) {
            options = options.after(
                    RegistryKeys.referrerLink(repository, subject, after.get()).value());
        }
        new ObjectWalk(storage, prefix, options).forEachPage(page -> {
            for (ObjectPage.Entry entry : page.entries()) {
                Optional<Digest> digest = RegistryKeys.digestOfLink(entry.key());
                digest.ifPresent(found -> digests.add(found.toString()));
            }
            return digests.size() < limit;
        });
    }

    private void addFallback(
            RepositoryName repository, Digest subject, Optional<Digest> after, int limit, NavigableSet<String> digests)
            throws IOException {
        Optional<Digest> tagged = manifests.resolve(repository, new Reference.ByTag(fallbackTag(subject)));
        Optional<StoredBytes> found = tagged.isPresent() ? manifests.readUndamaged(tagged.get()) : Optional.empty();
        if (found.isEmpty()) {
            return;
        }
        try (StoredBytes index = found.get()) {
            FirstDigests entries = new FirstDigests(after, limit);
            if (index.parse(entries).kind() == ManifestKind.INDEX) {
                digests.addAll(entries.digests);
            }
        }
    }

    /** Returns the tag of the algorithm and the hexadecimal digits, each truncated as the specification requires. */
    private static Tag fallbackTag(Digest subject) {
        return new Tag(truncated(subject.algorithm().identifier(), MAX_TAG_ALGORITHM) + "-"
                + truncated(subject.hex(), MAX_TAG_HEX));
    }

    private static String truncated(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    /** Keeps those digests of an index, however long, that come first in the order of texts. */
    private static final class FirstDigests implements ManifestObserver {
        private final String after;
        private final int limit;
        private final NavigableSet<String> digests = new TreeSet<>();

        FirstDigests(Optional<Digest> after, int limit) {
            this.after = after.map(Digest::toString).orElse("");
            this.limit = limit;
        }

        @Override
        public void reference(ContentReference reference) {
            String digest = reference.digest().toString();
            if (digest.compareTo(after) > 0) {
                digests.add(digest);
                if (digests.size() > limit) {
                    digests.pollLast();
                }
            }
        }
    }
}
