package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * The content that write-once tags of a repository need: the configs, layers and children of their manifests. It is found from the
 * tags for each delete, since nothing else stores which manifest needs what. Tags that may be
 * deleted keep nothing. A repository without such tags costs no read.
 */
final class WriteOnceContent {
    /** The greatest number of manifests that one delete reads. */
    static final int MAX_MANIFESTS = 1000;

    private final Links links;
    private final ManifestStore manifests;
    private final RepositoryTags tags;
    private final CurrentRules rules;
    private final int mostManifests;

    WriteOnceContent(Links links, ManifestStore manifests, RepositoryTags tags, CurrentRules rules, int mostManifests) {
        this.links = links;
        this.manifests = manifests;
        this.tags = tags;
        this.rules = rules;
        this.mostManifests = mostManifests;
    }

    /** A manifest that is to be looked at, with the tag that needs it. */
    private record Needed(Digest manifest, Tag tag, WriteOnceRule rule) {}

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
        Queue<Needed> left = new ArrayDeque<>();
        Set<Digest> seen = new HashSet<>();
        tags.forEach(repository, tag -> {
            Optional<WriteOnceRule> rule = now.undeletable(repository, tag);
            if (rule.isPresent()) {
                links.read(RegistryKeys.tagLink(repository, tag))
                        .filter(seen::add)
                        .ifPresent(manifest -> left.add(new Needed(manifest, tag, rule.get())));
            }
        });
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
