package dev.moorage.application.service.browse;

import dev.moorage.application.port.in.browse.ContentKind;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.browse.ManifestFacts.Blob;
import dev.moorage.application.port.in.browse.ManifestFacts.PlatformImage;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The facts of the manifests that a repository has now. Those of an index include its images, one level deep: an index may name
 * itself through another one.
 */
final class RepositoryFacts {
    private final GetManifest manifests;
    private final FactsReader reader;

    RepositoryFacts(GetManifest manifests, FactsReader reader) {
        this.manifests = manifests;
        this.reader = reader;
    }

    /** Returns the digest that a reference names now, or nothing. */
    Optional<Digest> resolve(RepositoryName repository, Reference reference) throws IOException {
        try {
            return Optional.of(manifests.resolve(repository, reference));
        } catch (RegistryException _) {
            return Optional.empty();
        }
    }

    /** Returns the facts of a manifest that the repository has. The result is empty where the budget is spent. */
    Optional<ManifestFacts> read(RepositoryName repository, Digest digest, ReadBudget budget) throws IOException {
        Optional<ManifestFacts> facts = reader.read(repository, digest, budget);
        return facts.isPresent() && facts.get().kind() == ContentKind.INDEX
                ? Optional.of(withImages(repository, facts.get(), budget))
                : facts;
    }

    private ManifestFacts withImages(RepositoryName repository, ManifestFacts index, ReadBudget budget)
            throws IOException {
        Map<Digest, ManifestFacts> known = new ConcurrentHashMap<>();
        Map<Digest, Boolean> present = new ConcurrentHashMap<>();
        ParallelWork.forEach(index.platforms(), image -> {
            // Looking for a link costs a read as well.
            boolean isThere = budget.spend()
                    && resolve(repository, new Reference.ByDigest(image.digest()))
                            .isPresent();
            present.put(image.digest(), isThere || budget.isExceeded());
            if (isThere) {
                reader.read(repository, image.digest(), budget).ifPresent(facts -> known.put(image.digest(), facts));
            }
        });
        List<PlatformImage> images = index.platforms().stream()
                .map(image -> image(image, present.getOrDefault(image.digest(), false), known))
                .toList();
        List<Blob> blobs = new ArrayList<>();
        known.values().forEach(facts -> blobs.addAll(facts.blobs()));
        boolean complete = images.stream().allMatch(image -> !image.isPresent() || known.containsKey(image.digest()));
        return index.withImages(
                images,
                complete && !images.isEmpty() ? OptionalLong.of(ManifestJson.size(blobs)) : OptionalLong.empty(),
                last(index, known));
    }

    private static PlatformImage image(PlatformImage image, boolean isPresent, Map<Digest, ManifestFacts> known) {
        OptionalLong size = Optional.ofNullable(known.get(image.digest()))
                .map(ManifestFacts::size)
                .orElseGet(OptionalLong::empty);
        return new PlatformImage(image.platform(), image.digest(), isPresent, size, image.attestations());
    }

    private static Optional<Instant> last(ManifestFacts index, Map<Digest, ManifestFacts> known) {
        Optional<Instant> last = known.values().stream()
                .flatMap(facts -> facts.created().stream())
                .max(Comparator.naturalOrder());
        return last.isPresent() ? last : index.created();
    }
}
