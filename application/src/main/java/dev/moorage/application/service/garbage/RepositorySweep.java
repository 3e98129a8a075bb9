package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.application.service.garbage.RepositoryCandidates.Candidate;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.application.service.garbage.trash.TrashedContent;
import dev.moorage.application.service.manifest.ManifestStore;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.application.service.retention.RepositoryRetention;
import dev.moorage.application.service.retention.Retentions;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.TagLink;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Takes out of repositories what nothing in them needs, one level at a time: links that no manifest names, manifests that
 * nothing keeps, and entries of referrers whose manifest is gone. The repositories are read one after the other. A round begins
 * where they have enough that may leave:
 *
 * <ol>
 *   <li>The round condemns it.
 *   <li>Its repositories are read again. What is needed now, or young, is spared.
 *   <li>The rest is named in the trash and removed.
 * </ol>
 */
final class RepositorySweep {
    private static final int PAGE = 1000;

    /** The most objects of a round. Each is two requests for its age, and at most one record of the trash. */
    private static final int MOST_IN_A_ROUND = 5000;

    /** The most manifests that the scans of a round remember, at some 200 bytes each. */
    private static final int MOST_REMEMBERED = 100_000;

    private static final Duration PATIENCE = Duration.ofHours(1);

    private final StorageDriver storage;
    private final StorageDriver reads;
    private final GarbageRequest request;
    private final Optional<Retentions.Pass> retention;
    private final Predicate<RepositoryName> spared;
    private final Instant old;
    private final LongSupplier numbers;
    private final GarbageCounters counters;
    private final ManifestStore manifests;
    private final Links links;
    private final long salt;

    /** Begins a round. */
    interface Rounds {
        GarbageRound next() throws IOException;
    }

    /** Receives what may leave, when there is enough for a round and at the end. */
    private interface Found {
        void found(RepositoryCandidates candidates) throws IOException;
    }

    /**
     * @param reads the same storage, for requests that keep to the pace of the collection
     * @param retention the policies that decide about tags
     * @param spared the repositories that stay as they are
     * @param old by the store's clock. What was written since is young, and stays
     * @param numbers random numbers
     * @param computing parses large manifests
     */
    RepositorySweep(
            StorageDriver storage,
            StorageDriver reads,
            GarbageRequest request,
            Optional<Retentions.Pass> retention,
            Predicate<RepositoryName> spared,
            Instant old,
            LongSupplier numbers,
            ComputePool computing,
            GarbageCounters counters) {
        this.storage = storage;
        this.reads = reads;
        this.request = request;
        this.retention = retention;
        this.spared = spared;
        this.old = old;
        this.numbers = numbers;
        this.counters = counters;
        this.links = new Links(reads);
        MemoryBudget memory = new MemoryBudget(Runtime.getRuntime().maxMemory() / 8, PATIENCE, PATIENCE);
        this.manifests = new ManifestStore(reads, links, memory, computing);
        this.salt = numbers.getAsLong();
    }

    /** Reports what would leave. */
    void report() throws IOException {
        forEachRound(candidates -> candidates
                .all()
                .forEach((object, candidate) ->
                        counters.left(object, candidate.link().key())));
    }

    /** Removes what nothing needs. */
    void remove(Rounds rounds) throws IOException {
        forEachRound(candidates -> {
            GarbageRound round = rounds.next();
            var condemned = candidates.bySegment();
            round.condemn(condemned);
            boolean known = false;
            try {
                spareNeeded(candidates);
                known = counters.problems() == 0;
            } finally {
                round.spare(known ? candidates.sparedBySegment() : condemned);
            }
            if (known) {
                round.remove(
                        candidates.bySegment(),
                        new TrashedDeparture(new Trash(storage), numbers, candidates.departing(), counters));
            }
        });
    }

    /** Reads the repositories of a round again, and spares what is needed now, or young. */
    private void spareNeeded(RepositoryCandidates candidates) throws IOException {
        for (RepositoryScan scan : candidates.scans()) {
            scan.read();
            scan.unknown().ifPresent(unknown -> counters.kept(scan.repository(), unknown.key(), unknown.reason()));
        }
        candidates.spareNeeded();
        ParallelWork.forEach(List.copyOf(candidates.all().entrySet()), request.parallel(), candidate -> {
            Optional<ObjectInfo> link = reads.stat(candidate.getValue().link().key());
            if (isOld(link)) {
                candidates.seen(candidate.getKey(), link.get());
            } else {
                candidates.spare(candidate.getKey());
            }
            counters.looked();
        });
    }

    private void finish(RepositoryCandidates candidates, Found found) throws IOException {
        found.found(candidates);
        counters.forgetTags();
    }

    private void forEachRound(Found found) throws IOException {
        Catalog catalog = Catalog.withContent(reads);
        RepositoryCandidates candidates = new RepositoryCandidates();
        String last = "";
        List<RepositoryName> names;
        do {
            names = catalog.namesAfter(last, PAGE);
            for (RepositoryName name : names) {
                if (!spared.test(name)) {
                    look(name, candidates);
                }
                if (candidates.size() >= MOST_IN_A_ROUND || candidates.remembered() >= MOST_REMEMBERED) {
                    finish(candidates, found);
                    candidates = new RepositoryCandidates();
                }
                last = name.value();
            }
        } while (names.size() == PAGE && counters.problems() == 0);
        if (!candidates.isEmpty()) {
            finish(candidates, found);
        }
    }

    private void look(RepositoryName name, RepositoryCandidates candidates) throws IOException {
        boolean untagged = request.repositories().untagged();
        Optional<RepositoryRetention> policy = retention.flatMap(pass -> pass.of(name));
        RepositoryScan scan =
                new RepositoryScan(reads, manifests, name, untagged, policy, salt, request.parallel(), counters);
        scan.read();
        counters.repository();
        if (scan.unknown().isPresent()) {
            counters.kept(name, scan.unknown().get().key(), scan.unknown().get().reason());
            return;
        }
        List<RepositoryKey> needless = new ArrayList<>();
        for (GoingTag tag : scan.goingTags()) {
            if (tag.isReported()) {
                counters.going(tag);
            } else {
                needless.add(new RepositoryKey.TagCurrent(name, tag.tag()));
                counters.mayLeave(new TagLink(name, tag.tag()), tag);
            }
        }
        if (untagged || policy.isPresent()) {
            scan.needlessRevisions().forEach(digest -> needless.add(new RepositoryKey.Revision(name, digest)));
        }
        if (request.repositories().links()) {
            needless.addAll(referrers(name, scan.needlessReferrers()));
            links(name, scan, needless);
        }
        ParallelWork.forEach(needless, request.parallel(), key -> {
            Optional<ObjectInfo> link = reads.stat(key.key());
            Optional<Digest> bytes = isOld(link) ? bytes(key) : Optional.empty();
            if (bytes.isPresent()) {
                candidates.add(new Candidate(scan, key, link.orElseThrow(), bytes.get()));
            }
        });
    }

    /** Returns the entries whose manifest is not in the trash either. With the others, a subject finds its referrers again. */
    private List<RepositoryKey.Referrer> referrers(RepositoryName name, List<RepositoryKey.Referrer> entries)
            throws IOException {
        TrashedContent trash = new TrashedContent(new Trash(reads), name, Set.of(By.COLLECTOR));
        List<RepositoryKey.Referrer> needless = new ArrayList<>();
        for (RepositoryKey.Referrer entry : entries) {
            if (trash.revision(entry.digest()).isEmpty()) {
                needless.add(entry);
            }
        }
        return needless;
    }

    private void links(RepositoryName name, RepositoryScan scan, List<RepositoryKey> needless) throws IOException {
        ObjectWalk.recursive(reads, RegistryKeys.layers(name)).forEachPage(page -> {
            page.entries().forEach(entry -> {
                if (RepositoryKey.parse(entry.key()).orElse(null) instanceof RepositoryKey.Layer layer
                        && !scan.needsLink(layer.digest())) {
                    needless.add(layer);
                }
                counters.looked();
            });
            return needless.size() < MOST_IN_A_ROUND;
        });
    }

    private boolean isOld(Optional<ObjectInfo> link) {
        return link.isPresent() && link.get().lastModified().isBefore(old);
    }

    /**
     * Returns the digest under which the bytes are stored: the link's content, or else the digest in its key. Empty for a tag that
     * names nothing any more.
     */
    private Optional<Digest> bytes(RepositoryKey key) throws IOException {
        return links.read(key.key()).or(() -> RegistryKeys.digestOfLink(key.key()));
    }
}
