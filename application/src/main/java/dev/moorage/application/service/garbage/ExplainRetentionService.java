package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.ExplainRetention;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.port.in.maintenance.RetentionExplanation;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.Leaving;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.ManifestDecision;
import dev.moorage.application.port.in.maintenance.RetentionExplanation.TagDecision;
import dev.moorage.application.service.manifest.ManifestStore;
import dev.moorage.application.service.retention.RepositoryGraph;
import dev.moorage.application.service.retention.RepositoryRetention;
import dev.moorage.application.service.retention.Retentions;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.retention.Decision;
import dev.moorage.domain.retention.RetentionPolicy;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Explains the decisions of policies. A repository is read as a collection reads it, and the decisions are the same. */
public final class ExplainRetentionService implements ExplainRetention {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final StorageDriver storage;
    private final Retentions retentions;
    private final InstantSource clock;
    private final ComputePool computing;

    public ExplainRetentionService(
            StorageDriver storage, Retentions retentions, InstantSource clock, ComputePool computing) {
        this.storage = storage;
        this.retentions = retentions;
        this.clock = clock;
        this.computing = computing;
    }

    @Override
    public RetentionExplanation explain(RepositoryName repository, GarbageRequest request, boolean shared)
            throws IOException {
        Instant now = new StoreClock(storage, clock, false).now();
        Retentions.Pass pass = retentions.beginFor(repository, storage, now, request.grace());
        RepositoryGraph graph = new RepositoryGraph();
        Optional<RepositoryRetention> policy = pass.of(repository, graph);
        boolean isReported = retentions.policies().isDryRun();
        if (policy.isEmpty()) {
            return new RetentionExplanation(
                    repository,
                    Optional.empty(),
                    isReported,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    new Leaving(0, 0, 0, 0, OptionalLong.empty()));
        }
        RepositoryScan scan = scan(repository, policy.get(), request);
        Optional<String> name = retentions.policies().of(repository).map(RetentionPolicy::name);
        Optional<String> unknown = scan.unknown().map(thing -> thing.key() + ": " + thing.reason());
        Explanation explanation = new Explanation(repository, policy.get(), graph, request, now);
        if (unknown.isEmpty()) {
            explanation.decide(shared);
        }
        return new RetentionExplanation(
                repository,
                name,
                isReported,
                unknown,
                explanation.tags,
                explanation.untagged,
                explanation.leaving(graph.manifests()));
    }

    private RepositoryScan scan(RepositoryName repository, RepositoryRetention policy, GarbageRequest request)
            throws IOException {
        MemoryBudget memory = new MemoryBudget(Runtime.getRuntime().maxMemory() / 8, PATIENCE, PATIENCE);
        ManifestStore manifests = new ManifestStore(storage, new Links(storage), memory, computing);
        RepositoryScan scan = new RepositoryScan(
                storage,
                manifests,
                repository,
                request.repositories().untagged(),
                Optional.of(policy),
                0,
                request.parallel(),
                new GarbageCounters(GarbageObserver.NONE));
        scan.read();
        return scan;
    }

    /** The explanation of one repository. */
    private final class Explanation {
        private final RepositoryName repository;
        private final RepositoryRetention policy;
        private final RepositoryGraph graph;
        private final GarbageRequest request;
        private final Instant old;
        private final List<TagDecision> tags = new ArrayList<>();
        private final List<ManifestDecision> untagged = new ArrayList<>();
        private Set<Digest> survivors = Set.of();
        private Map<Digest, Long> needed = Map.of();
        private Optional<Set<Digest>> elsewhere = Optional.empty();

        Explanation(
                RepositoryName repository,
                RepositoryRetention policy,
                RepositoryGraph graph,
                GarbageRequest request,
                Instant now) {
            this.repository = repository;
            this.policy = policy;
            this.graph = graph;
            this.request = request;
            this.old = now.minus(request.grace());
            this.survivors = graph.manifests();
        }

        void decide(boolean shared) throws IOException {
            Map<Tag, Decision> decisions = policy.tags();
            List<Digest> all = new ArrayList<>();
            List<Digest> kept = new ArrayList<>();
            decisions.forEach((tag, decision) -> policy.named(tag).ifPresent(digest -> {
                all.add(digest);
                if (decision.stays()) {
                    kept.add(digest);
                }
            }));
            survivors = graph.survivors(kept, this::going);
            needed = graph.blobs(survivors);
            if (shared) {
                elsewhere = Optional.of(elsewhere());
            }
            decisions.forEach((tag, decision) -> policy.named(tag)
                    .ifPresent(digest -> tags.add(new TagDecision(
                            tag, digest, decision, leaving(decision.stays() ? Set.of() : followers(digest))))));
            policy.untagged(graph.loose(all))
                    .forEach((digest, decision) -> untagged.add(new ManifestDecision(
                            digest, decision, leaving(decision.stays() ? Set.of() : followers(digest)))));
            untagged.sort(Comparator.comparing(manifest -> manifest.digest().toString()));
        }

        /** Returns those manifests that leave, of some that nothing keeps. */
        private Collection<Digest> going(Collection<Digest> loose) {
            if (policy.decidesUntagged()) {
                Map<Digest, Decision> decisions = policy.untagged(loose);
                return loose.stream()
                        .filter(digest -> decisions.containsKey(digest)
                                && !decisions.get(digest).stays())
                        .toList();
            }
            return loose.stream()
                    .filter(digest -> request.repositories().untagged()
                            && policy.isPushedBefore(digest, old)
                            && !(policy.keepsReferrers() && graph.isReferrer(digest)))
                    .toList();
        }

        private Set<Digest> followers(Digest digest) {
            return graph.withFollowers(digest);
        }

        private Leaving leaving(Set<Digest> manifests) {
            Set<Digest> gone = new HashSet<>(manifests);
            gone.removeAll(survivors);
            Map<Digest, Long> blobs = graph.blobs(gone);
            blobs.keySet().removeAll(needed.keySet());
            OptionalLong unshared = elsewhere.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(sum(blobs.entrySet().stream()
                            .filter(blob -> !elsewhere.get().contains(blob.getKey()))
                            .map(Map.Entry::getValue)
                            .toList()));
            int referrers = (int) gone.stream().filter(graph::isReferrer).count();
            return new Leaving(gone.size(), referrers, blobs.size(), sum(blobs.values()), unshared);
        }

        private static long sum(Collection<Long> sizes) {
            long sum = 0;
            for (long size : sizes) {
                sum = sum + size < 0 ? Long.MAX_VALUE : sum + size;
            }
            return sum;
        }

        /** Returns those blobs that other repositories have, of the ones that may leave. */
        private Set<Digest> elsewhere() throws IOException {
            Set<Digest> gone = new HashSet<>(graph.manifests());
            gone.removeAll(survivors);
            Set<Digest> asked = graph.blobs(gone).keySet();
            Set<Digest> elsewhere = new HashSet<>();
            ObjectWalk.recursive(storage, RegistryKeys.REPOSITORIES).forEach(entry -> {
                if (RepositoryKey.parse(entry.key()).orElse(null)
                                instanceof RepositoryKey.Layer(RepositoryName other, Digest digest)
                        && !other.equals(repository)
                        && asked.contains(digest)) {
                    elsewhere.add(digest);
                }
            });
            return elsewhere;
        }
    }
}
