package dev.moorage.application.service.browse;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.browse.ManifestFacts.Blob;
import dev.moorage.application.port.in.browse.ManifestFacts.PlatformImage;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the tags and the manifests of a repository. */
final class SurveyWalk {
    private static final int MAX_TAGS = 10_000;
    private static final int MAX_MANIFESTS = 4_000;

    /** The most blobs and images that manifests name, at some 150 bytes each. Clients choose how many a manifest has. */
    private static final int MAX_ENTRIES = 250_000;

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
     * @param manifests what the manifests are, by their digests, without texts
     * @param isPartial whether the repository has more, or whether it is not known what a manifest names
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
        Manifests manifests = new Manifests(repository);
        ParallelWork.forEach(digests.subList(0, Math.min(digests.size(), MAX_MANIFESTS)), manifests::read);
        return new Found(named, manifests.read, isCut[0] || manifests.isPartial());
    }

    /** The manifests of a repository, which several threads read. */
    private final class Manifests {
        private final RepositoryName repository;
        private final ReadBudget reads = new ReadBudget(MAX_MANIFESTS);
        private final AtomicInteger entries = new AtomicInteger();
        private final AtomicBoolean isUnclear = new AtomicBoolean();
        private final Map<Digest, ManifestFacts> read = new ConcurrentHashMap<>();

        Manifests(RepositoryName repository) {
            this.repository = repository;
        }

        void read(Digest digest) throws IOException {
            Optional<ManifestFacts> facts =
                    isFull() ? Optional.empty() : reader.readManifest(repository, digest, reads);
            if (facts.isPresent()) {
                int named = entries(facts.get());
                entries.addAndGet(named);
                read.put(digest, withoutTexts(facts.get()));
                if (named >= ManifestJson.MAX_ENTRIES
                        || named == 0 && facts.get().problem().isPresent()) {
                    isUnclear.set(true);
                }
            }
        }

        private boolean isFull() {
            return entries.get() >= MAX_ENTRIES;
        }

        boolean isPartial() {
            return isFull() || isUnclear.get() || reads.isExceeded();
        }
    }

    private static int entries(ManifestFacts facts) {
        return facts.blobs().size()
                + facts.platforms().stream()
                        .mapToInt(image -> 1 + image.attestations().size())
                        .sum();
    }

    private static ManifestFacts withoutTexts(ManifestFacts facts) {
        return new ManifestFacts(
                facts.kind(),
                "",
                facts.artifactType(),
                facts.size(),
                Optional.empty(),
                facts.subject(),
                facts.platforms().stream()
                        .map(image -> new PlatformImage(
                                "", image.digest(), image.isPresent(), image.size(), image.attestations()))
                        .toList(),
                facts.blobs().stream()
                        .map(blob -> new Blob(blob.digest(), blob.size(), "", ""))
                        .toList(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty());
    }
}
