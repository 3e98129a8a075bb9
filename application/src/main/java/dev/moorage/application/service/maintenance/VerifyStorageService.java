package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint.Phase;
import dev.moorage.application.port.in.maintenance.VerifyObserver;
import dev.moorage.application.port.in.maintenance.VerifyRequest;
import dev.moorage.application.port.in.maintenance.VerifyStorage;
import dev.moorage.application.port.in.maintenance.VerifySummary;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestStore;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Verifies what is stored in three phases:
 *
 * <ol>
 *   <li>Every link below {@code repositories/} is read. It must name what its key says, and lead to existing content.
 *       For a revision, the references of the manifest are checked too.
 *   <li>The same keys are listed again to learn which digests are linked. A run that continues after the first phase,
 *       or in the middle of the third, therefore needs no record of them.
 *   <li>Every blob is read, and it is checked whether it is linked.
 * </ol>
 */
final class VerifyStorageService implements VerifyStorage {
    /**
     * The age from which an unlinked blob is reported. A blob is published before it is linked, and the store's clock
     * may differ from this process's.
     */
    private static final Duration GRACE = Duration.ofHours(1);

    /** The age from which an unfinished copy is removed. No copy of a blob takes this long. */
    private static final Duration LEFT_BEHIND = Duration.ofDays(7);

    private final StorageDriver storage;
    private final Docket docket;
    private final ManifestPolicy policy;
    private final TransferBuffers buffers;
    private final MemoryBudget memory;
    private final ComputePool computing;
    private final InstantSource clock;

    VerifyStorageService(
            StorageDriver storage,
            Docket docket,
            ManifestPolicy policy,
            TransferBuffers buffers,
            MemoryBudget memory,
            ComputePool computing,
            InstantSource clock) {
        this.storage = storage;
        this.docket = docket;
        this.policy = policy;
        this.buffers = buffers;
        this.memory = memory;
        this.computing = computing;
        this.clock = clock;
    }

    @Override
    public VerifySummary verify(VerifyRequest request, VerifyObserver observer) throws IOException {
        VerifyCounters tally = new VerifyCounters(request.from().tally(), observer);
        VerifyCheckpoint from = request.from();
        try (ParallelScan scan = new ParallelScan(storage, request.parallel())) {
            if (from.phase() == Phase.LINKS) {
                links(request.repair(), from.after(), scan, tally, observer);
                from = new VerifyCheckpoint(Phase.BLOBS, Optional.empty(), tally.snapshot());
                observer.reached(from);
            }
            blobs(request.repair(), from.after(), scan, tally, observer);
        }
        return tally.snapshot();
    }

    private void links(
            boolean repair, Optional<String> after, ParallelScan scan, VerifyCounters tally, VerifyObserver observer)
            throws IOException {
        Links links = new Links(storage);
        StoredBlobs blobs = new StoredBlobs(storage, buffers);
        LinkRepair relinking = new LinkRepair(storage, docket, links, repair);
        LinkCheck linkFinder = new LinkCheck(links, blobs, relinking, tally);
        TagCheck tagFinder = new TagCheck(storage, links, relinking, tally);
        ManifestCheck manifestFinder =
                new ManifestCheck(links, blobs, new ManifestStore(storage, links, memory, computing), policy, tally);
        tally.begin(Phase.LINKS);
        scan.scan(
                RegistryKeys.REPOSITORIES,
                after,
                object -> {
                    Optional<RepositoryKey> link = RepositoryKey.parse(object.key());
                    if (link.isPresent()) {
                        tally.link();
                        looking(object, tally, () -> look(link.get(), linkFinder, tagFinder, manifestFinder));
                    } else {
                        tally.other();
                    }
                    tally.object(OptionalDouble.empty());
                },
                folder -> unreadable(folder, "; blobs that no repository links are not reported", tally),
                key -> observer.reached(new VerifyCheckpoint(Phase.LINKS, Optional.of(key), tally.snapshot())));
    }

    private static void look(RepositoryKey link, LinkCheck linkFinder, TagCheck tagFinder, ManifestCheck manifestFinder)
            throws IOException {
        switch (link) {
            case RepositoryKey.TagCurrent tag -> tagFinder.look(tag);
            case RepositoryKey.Revision revision -> {
                Optional<Digest> content = linkFinder.look(revision, revision.digest());
                if (content.isPresent()) {
                    manifestFinder.look(revision, content.get());
                }
            }
            case RepositoryKey.Layer layer -> linkFinder.look(layer, layer.digest());
            case RepositoryKey.TagIndex entry -> linkFinder.look(entry, entry.digest());
            case RepositoryKey.Referrer entry -> linkFinder.look(entry, entry.digest());
        }
    }

    private void blobs(
            boolean repair, Optional<String> after, ParallelScan scan, VerifyCounters tally, VerifyObserver observer)
            throws IOException {
        Instant settled = clock.instant().minus(GRACE);
        tally.begin(Phase.REACHABILITY);
        LinkedDigests linked = new LinkedDigestsReader(storage, new Links(storage), tally).read();
        BlobSpace space = BlobSpace.of(storage);
        Optional<Quarantine> quarantine = repair ? Optional.of(new Quarantine(storage)) : Optional.empty();
        if (quarantine.isPresent()) {
            quarantine.get().sweep(clock.instant().minus(LEFT_BEHIND));
        }
        BlobCheck finder = new BlobCheck(new StoredBlobs(storage, buffers), quarantine, linked, settled, tally);
        tally.begin(Phase.BLOBS);
        scan.scan(
                RegistryKeys.BLOBS,
                after,
                object -> {
                    looking(object, tally, () -> finder.look(object));
                    tally.object(space.before(object.key()));
                },
                folder -> unreadable(folder, "", tally),
                key -> observer.reached(new VerifyCheckpoint(Phase.BLOBS, Optional.of(key), tally.snapshot())));
    }

    private static void unreadable(ObjectPage.Unreadable folder, String consequence, VerifyCounters tally) {
        tally.found(new Finding(
                Finding.Kind.UNREADABLE,
                folder.key().value(),
                RegistryKeys.repositoryAt(folder.key()),
                folder.reason() + consequence,
                Finding.Repair.NONE));
    }

    private interface Look {
        void look() throws IOException;
    }

    /** Examines an object. If the object cannot be read, that is a finding and the verification continues. */
    private static void looking(ObjectPage.Found object, VerifyCounters tally, Look look) {
        try {
            look.look();
        } catch (IOException e) {
            tally.found(new Finding(
                    Finding.Kind.UNREADABLE,
                    object.key().value(),
                    RepositoryKey.parse(object.key()).map(RepositoryKey::repository),
                    String.valueOf(e.getMessage()),
                    Finding.Repair.NONE));
        }
    }
}
