package dev.moorage.application.service.browse;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the tags and the manifests of a repository. */
final class SurveyWalk {
    private static final int MAX_TAGS = 10_000;
    private static final int MAX_MANIFESTS = 4_000;

    private final StorageDriver storage;
    private final ListTags tags;
    private final Links links;
    private final FactsReader reader;

    SurveyWalk(StorageDriver storage, ListTags tags, FactsReader reader) {
        this.storage = storage;
        this.tags = tags;
        this.links = new Links(storage);
        this.reader = reader;
    }

    /**
     * What was read.
     *
     * @param tags each tag with the manifest that it names, or nothing where its link cannot be read
     * @param manifests what the manifests are, by their digests
     * @param isPartial whether the repository has more
     */
    record Found(Map<Tag, Optional<Digest>> tags, Map<Digest, ManifestFacts> manifests, boolean isPartial) {}

    Found walk(RepositoryName repository) throws IOException {
        Page<Tag> names = tags.list(repository, new PageRequest(MAX_TAGS, Optional.empty()));
        Map<Tag, Optional<Digest>> named = new ConcurrentHashMap<>();
        ParallelWork.forEach(names.entries(), tag -> named.put(tag, links.read(RegistryKeys.tagLink(repository, tag))));
        List<Digest> digests = new ArrayList<>();
        boolean[] isCut = {names.more()};
        ObjectWalk.recursive(storage, RegistryKeys.revisions(repository)).forEachPage(page -> {
            for (var entry : page.entries()) {
                RegistryKeys.digestOfLink(entry.key()).ifPresent(digests::add);
            }
            isCut[0] |= digests.size() > MAX_MANIFESTS;
            return digests.size() <= MAX_MANIFESTS;
        });
        ReadBudget budget = new ReadBudget(MAX_MANIFESTS);
        Map<Digest, ManifestFacts> manifests = new ConcurrentHashMap<>();
        ParallelWork.forEach(
                digests.subList(0, Math.min(digests.size(), MAX_MANIFESTS)),
                digest -> reader.readManifest(repository, digest, budget)
                        .ifPresent(facts -> manifests.put(digest, facts)));
        return new Found(named, manifests, isCut[0] || budget.isExceeded());
    }
}
