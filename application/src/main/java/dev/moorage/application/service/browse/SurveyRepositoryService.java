package dev.moorage.application.service.browse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.browse.RepositorySurvey;
import dev.moorage.application.port.in.browse.RepositorySurvey.Loose;
import dev.moorage.application.port.in.browse.RepositorySurvey.Reason;
import dev.moorage.application.port.in.browse.RepositorySurvey.Sizes;
import dev.moorage.application.port.in.browse.SurveyQuery;
import dev.moorage.application.port.in.browse.SurveyRepository;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Remembers what walks through repositories have found. Two walks run at a time, and other requests wait for them. */
final class SurveyRepositoryService implements SurveyRepository {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int WALKS = 2;
    private static final int MAX_PAGE = 200;

    /** The most blobs and loose ends that are remembered, of all repositories: about 20 MB. */
    private static final long MAX_ENTRIES = 100_000;

    private final SurveyWalk walk;
    private final FactsReader reader;
    private final Links links;
    private final InstantSource clock;
    private final Semaphore walks = new Semaphore(WALKS);
    private final Cache<RepositoryName, Surveyed> remembered;

    private record Surveyed(
            Instant taken, boolean isPartial, Sizes sizes, List<Loose> loose, Map<Digest, Integer> tagsByBlob) {}

    SurveyRepositoryService(SurveyWalk walk, FactsReader reader, Links links, InstantSource clock) {
        this.walk = walk;
        this.reader = reader;
        this.links = links;
        this.clock = clock;
        Weigher<RepositoryName, Surveyed> weigher = (_, surveyed) ->
                1 + surveyed.loose().size() + surveyed.tagsByBlob().size();
        this.remembered = Caffeine.newBuilder()
                .maximumWeight(MAX_ENTRIES)
                .weigher(weigher)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public RepositorySurvey survey(RepositoryName repository, SurveyQuery query) throws IOException {
        Surveyed surveyed = surveyed(repository, query.isFresh() ? FRESH : REMEMBERED);
        String after = query.after().orElse("");
        int most = Math.min(query.limit(), MAX_PAGE);
        List<Loose> rest = surveyed.loose().stream()
                .filter(end -> end.name().compareTo(after) > 0)
                .limit(most + 1L)
                .toList();
        List<Loose> page = rest.subList(0, Math.min(most, rest.size()));
        return new RepositorySurvey(
                surveyed.taken(),
                surveyed.isPartial(),
                surveyed.sizes(),
                dated(repository, page),
                rest.size() > most ? Optional.of(page.getLast().name()) : Optional.empty(),
                query.layersOf().isPresent()
                        ? sharing(repository, query.layersOf().get(), surveyed)
                        : Map.of());
    }

    private Surveyed surveyed(RepositoryName repository, Duration most) throws IOException {
        @Nullable Surveyed known = remembered.getIfPresent(repository);
        if (known != null && isYounger(known, most)) {
            return known;
        }
        walks.acquireUninterruptibly();
        try {
            known = remembered.getIfPresent(repository);
            if (known != null && isYounger(known, most)) {
                return known;
            }
            SurveyedContent content = new SurveyedContent(walk.walk(repository));
            List<Loose> loose = content.loose();
            Surveyed surveyed = new Surveyed(
                    clock.instant(), content.isPartial(), content.sizes(loose), loose, content.tagsByBlob());
            remembered.put(repository, surveyed);
            return surveyed;
        } finally {
            walks.release();
        }
    }

    private boolean isYounger(Surveyed surveyed, Duration most) {
        return surveyed.taken().plus(most).isAfter(clock.instant());
    }

    /** Adds when the links of some loose ends were written. */
    private List<Loose> dated(RepositoryName repository, List<Loose> page) throws IOException {
        Map<String, Instant> written = new ConcurrentHashMap<>();
        ParallelWork.forEach(
                page,
                end -> links.inspect(link(repository, end))
                        .ifPresent(stored -> written.put(end.name(), stored.written())));
        return page.stream()
                .map(end -> new Loose(
                        end.reason(),
                        end.name(),
                        end.kind(),
                        end.artifactType(),
                        end.size(),
                        Optional.ofNullable(written.get(end.name()))))
                .toList();
    }

    private static ObjectKey link(RepositoryName repository, Loose end) {
        return end.reason() == Reason.TAG_BROKEN
                ? RegistryKeys.tagLink(repository, new Tag(end.name()))
                : RegistryKeys.revisionLink(repository, Digest.parse(end.name()));
    }

    private Map<Digest, Integer> sharing(RepositoryName repository, Digest manifest, Surveyed surveyed)
            throws IOException {
        Map<Digest, Integer> tags = new HashMap<>();
        Optional<ManifestFacts> facts = reader.readManifest(repository, manifest, new ReadBudget(1));
        facts.ifPresent(known -> known.blobs()
                .forEach(blob -> tags.put(blob.digest(), surveyed.tagsByBlob().getOrDefault(blob.digest(), 0))));
        return tags;
    }
}
