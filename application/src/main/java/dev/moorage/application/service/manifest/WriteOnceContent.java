package dev.moorage.application.service.manifest;

import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.repository.RepositoryTags;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.WriteOnceRule;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The content that write-once tags of a repository need: the configs, layers and children of their manifests. It is found from the
 * tags for each delete, since nothing else stores which manifest needs what. Tags that may be
 * deleted keep nothing. A repository without such tags costs no read.
 */
final class WriteOnceContent {
    /** The greatest number of manifests that one delete reads. */
    static final int MAX_MANIFESTS = 1000;

    private final ManifestStore manifests;
    private final RepositoryTags tags;
    private final CurrentRules rules;
    private final int mostManifests;

    WriteOnceContent(ManifestStore manifests, RepositoryTags tags, CurrentRules rules, int mostManifests) {
        this.manifests = manifests;
        this.tags = tags;
        this.rules = rules;
        this.mostManifests = mostManifests;
    }

    /** A manifest that is to be looked at, with the tag that needs it. */
    private record Needed(Digest manifest, Tag tag, WriteOnceRule rule) {
        static final Comparator<Needed> BY_TAG =
                Comparator.comparing(needed -> needed.tag().value());

        Needed first(Needed other) {
            return BY_TAG.compare(this, other) <= 0 ? this : other;
        }
    }

    /**
     * Checks a delete of a blob or of a manifest without tags.
     *
     * @throws WriteOnceException if a write-once tag needs the content, or if there are too many manifests to find out
     */
    void requireUnneeded(RepositoryName repository, Digest digest) throws IOException {
        AccessRules now = rules.rules();
        if (!now.mayBeUndeletable(repository)) {
            return;
        }
        Map<Digest, Needed> tagged = new ConcurrentHashMap<>();
        tags.forEachNamed(
                repository,
                tag -> now.undeletable(repository, tag).isPresent(),
                (tag, manifest) -> now.undeletable(repository, tag)
                        .ifPresent(rule -> tagged.merge(manifest, new Needed(manifest, tag, rule), Needed::first)));
        Queue<Needed> left =
                new ArrayDeque<>(tagged.values().stream().sorted(Needed.BY_TAG).toList());
        Set<Digest> seen = new HashSet<>(tagged.keySet());
        for (int read = 0; !left.isEmpty(); read++) {
            Needed next = left.remove();
            if (read == mostManifests) {
                throw WriteOnceException.ofTooManyTags(next.rule(), digest);
            }
            for (ContentReference reference : references(next.manifest())) {
                if (reference.digest().equals(digest)) {
                    throw WriteOnceException.ofContent(next.rule(), next.tag(), digest);
                }
                if (reference.kind() != ContentReference.Kind.BLOB && seen.add(reference.digest())) {
                    left.add(new Needed(reference.digest(), next.tag(), next.rule()));
                }
            }
        }
    }

    /** Returns what a manifest refers to: nothing where it is missing or damaged, or is no manifest. */
    private List<ContentReference> references(Digest manifest) throws IOException {
        List<ContentReference> references = new ArrayList<>();
        Optional<StoredBytes> found = manifests.readUndamaged(manifest);
        if (found.isPresent()) {
            try (StoredBytes bytes = found.get()) {
                var _ = bytes.parse(new ManifestObserver() {
                    @Override
                    public void reference(ContentReference reference) {
                        references.add(reference);
                    }
                });
            }
        }
        return references;
    }
}
