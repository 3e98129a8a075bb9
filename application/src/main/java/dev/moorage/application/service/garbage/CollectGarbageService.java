package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.port.in.maintenance.CollectGarbage;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageObserver.Phase;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.service.garbage.docket.DocketObjects;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.application.service.retention.Retentions;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Collects what no repository needs, and the bytes that no link, no revision and no record of the trash names.
 *
 * <ol>
 *   <li>Records of the trash that are old enough are deleted.
 *   <li>The links are listed and put into a filter. What the filter does not have may be garbage.
 *   <li>What nothing needs leaves its repository for the trash: {@link RepositorySweep}.
 *   <li>The blobs are listed. Those that may be garbage are asked for their age.
 *   <li>A round condemns the old ones, lists the links again, asks for the ages again, and removes the rest.
 *   <li>Verdicts that were in the docket before the pass, and still are, are taken out.
 * </ol>
 *
 * The first listing decides nothing: it only keeps the number of candidates small. Rounds are repeated while there are
 * more candidates than one round may have.
 */
public final class CollectGarbageService implements CollectGarbage {
    private final StorageDriver storage;
    private final InstantSource clock;
    private final LongSupplier numbers;
    private final Optional<Retentions> retentions;
    private final Pace.Time pacing;
    private final ComputePool computing;
    private final Predicate<RepositoryName> spared;

    /**
     * Creates the service.
     *
     * @param retentions the policies that decide about tags
     * @param numbers random numbers of 64 bits, for rounds and for the salt of filters
     * @param computing parses large manifests
     */
    public CollectGarbageService(
            StorageDriver storage,
            InstantSource clock,
            Retentions retentions,
            LongSupplier numbers,
            ComputePool computing) {
        this(storage, clock, Optional.of(retentions), numbers, Pace.Time.SYSTEM, computing);
    }

    private CollectGarbageService(CollectGarbageService all, Predicate<RepositoryName> spared) {
        this.storage = all.storage;
        this.clock = all.clock;
        this.numbers = all.numbers;
        this.retentions = all.retentions;
        this.pacing = all.pacing;
        this.computing = all.computing;
        this.spared = spared;
    }

    /** Returns a service that takes nothing out of some repositories, since something else does. */
    public CollectGarbageService sparing(Predicate<RepositoryName> repositories) {
        return new CollectGarbageService(this, repositories);
    }

    /** Creates a service without policies, by which all tags stay. */
    public CollectGarbageService(StorageDriver storage, InstantSource clock, LongSupplier numbers) {
        this(storage, clock, Optional.empty(), numbers, Pace.Time.SYSTEM, new ComputePool());
    }

    CollectGarbageService(
            StorageDriver storage,
            InstantSource clock,
            Optional<Retentions> retentions,
            LongSupplier numbers,
            Pace.Time pacing,
            ComputePool computing) {
        this.storage = storage;
        this.clock = clock;
        this.numbers = numbers;
        this.retentions = retentions.filter(Retentions::areAny);
        this.pacing = pacing;
        this.computing = computing;
        this.spared = _ -> false;
    }

    @Override
    public GarbageReport collect(GarbageRequest request, GarbageObserver observer) throws IOException {
        GarbageCounters counters = new GarbageCounters(observer);
        try {
            return collect(request, counters, new Pace(request.requestsPerSecond(), pacing, observer::goesOn));
        } catch (CollectionEndedException _) {
            return counters.report(!request.dryRun() && counters.problems() == 0, false);
        }
    }

    private GarbageReport collect(GarbageRequest request, GarbageCounters counters, Pace pace) throws IOException {
        Instant now = time(request);
        Instant old = now.minus(request.grace());
        if (storage.deleteFence() == DeleteFence.NONE && !request.dryRun()) {
            counters.problem("", "the storage driver has no fence for deletes, so that nothing can be removed");
        }
        DocketObjects objects = new DocketObjects(storage);
        LeftVerdicts left = LeftVerdicts.read(storage, objects, request.parallel());
        if (!request.dryRun() && counters.problems() == 0) {
            expire(now.minus(request.repositories().trash()), counters, pace);
        }
        LinkFilter linked = new LinkFilter(numbers.getAsLong());
        new KeeperListing(new PacedReads(storage, pace), counters, old).list(linked::add);
        boolean sweeps = !request.dryRun() && counters.problems() == 0;
        Pass pass = new Pass(request, counters, objects, linked, old, pace);
        if (request.repositories().areAny() || retentions.isPresent()) {
            pass.repositories(sweeps, now);
        }
        if (!sweeps) {
            pass.report();
        } else if (pass.sweep() && !left.isEmpty()) {
            left.takeOver(pass.newRound());
        }
        return counters.report(sweeps && counters.problems() == 0, true);
    }

    /** Deletes the records of the trash that are old enough. What they name is no longer needed by them. */
    private void expire(Instant expired, GarbageCounters counters, Pace pace) throws IOException {
        Trash trash = new Trash(new PacedReads(storage, pace));
        trash.forEach(stored -> {
            boolean known = stored.record().isPresent();
            if (known && stored.object().lastModified().isBefore(expired) && trash.delete(stored)) {
                counters.expired();
            }
        });
    }

    private Instant time(GarbageRequest request) throws IOException {
        return new StoreClock(storage, clock, !request.dryRun()).now();
    }

    /** One pass over the blobs. */
    private final class Pass {
        private final GarbageRequest request;
        private final GarbageCounters counters;
        private final DocketObjects objects;
        private final BlobListing blobs;
        private final Instant old;
        private final Pace pace;
        private final StorageDriver reads;

        Pass(
                GarbageRequest request,
                GarbageCounters counters,
                DocketObjects objects,
                LinkFilter linked,
                Instant old,
                Pace pace) {
            this.request = request;
            this.counters = counters;
            this.objects = objects;
            this.old = old;
            this.pace = pace;
            this.reads = new PacedReads(storage, pace);
            this.blobs = new BlobListing(reads, linked, counters, old, request.parallel());
        }

        /** Takes out of repositories what nothing needs, or reports it. */
        void repositories(boolean sweeps, Instant now) throws IOException {
            counters.begin(Phase.REPOSITORIES);
            Optional<Retentions.Pass> retention = Optional.empty();
            if (retentions.isPresent()) {
                retention = Optional.of(retentions.get().begin(reads, now, request.grace(), sweeps));
            }
            RepositorySweep sweep =
                    new RepositorySweep(storage, reads, request, retention, spared, old, numbers, computing, counters);
            if (sweeps) {
                sweep.remove(this::newRound);
            } else {
                sweep.report();
            }
        }

        /** Reports what would be removed. */
        void report() throws IOException {
            blobs.list((_, blob) -> counters.left(blob));
        }

        /** Removes garbage. Returns false if a problem has ended that. */
        boolean sweep() throws IOException {
            while (true) {
                long before = counters.removed();
                Candidates candidates = new Candidates();
                blobs.list(candidates::add);
                if (!candidates.isEmpty()) {
                    round(candidates);
                }
                if (counters.problems() > 0) {
                    return false;
                }
                if (!candidates.haveLeftOut() || counters.removed() == before) {
                    return true;
                }
            }
        }

        private static Map<Integer, Map<Removable, ObjectInfo>> without(
                Map<Integer, Map<Removable, ObjectInfo>> all, Map<Integer, Map<Removable, ObjectInfo>> some) {
            Map<Integer, Map<Removable, ObjectInfo>> rest = new HashMap<>();
            all.forEach((segment, objects) -> {
                Map<Removable, ObjectInfo> others = new HashMap<>(objects);
                others.keySet().removeAll(some.getOrDefault(segment, Map.of()).keySet());
                if (!others.isEmpty()) {
                    rest.put(segment, others);
                }
            });
            return rest;
        }

        GarbageRound newRound() throws IOException {
            return new GarbageRound(
                    storage,
                    () -> time(request),
                    new DocketChanges(objects),
                    numbers.getAsLong(),
                    counters,
                    pace,
                    request.parallel());
        }

        private void round(Candidates candidates) throws IOException {
            GarbageRound round = newRound();
            var condemned = candidates.bySegment();
            round.condemn(condemned);
            boolean known = false;
            try {
                known = findOutWhatIsNeeded(candidates);
            } finally {
                round.spare(known ? without(condemned, candidates.bySegment()) : condemned);
            }
            if (known) {
                counters.begin(Phase.REMOVAL);
                round.remove(candidates.bySegment());
            }
        }

        /** Takes out the candidates that are needed or young. Returns whether everything could be read. */
        private boolean findOutWhatIsNeeded(Candidates candidates) throws IOException {
            counters.begin(Phase.CHECK);
            new KeeperListing(reads, counters, old).list(candidates::remove);
            blobs.spareYoung(candidates);
            return counters.problems() == 0;
        }
    }
}
