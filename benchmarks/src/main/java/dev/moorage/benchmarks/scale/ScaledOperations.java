package dev.moorage.benchmarks.scale;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.ReindexObserver;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint;
import dev.moorage.application.port.in.maintenance.VerifyObserver;
import dev.moorage.application.port.in.maintenance.VerifyProgress;
import dev.moorage.application.port.in.maintenance.VerifyRequest;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.maintenance.MaintenanceServices;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.repository.RepositoryServices;
import dev.moorage.application.service.repository.SealedPositions;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures operations over a store in memory that holds a number of tags, repositories, referrers and blobs. */
final class ScaledOperations {
    private static final PageRequest PAGE = new PageRequest(100, Optional.empty());
    private static final int MOST_REPOSITORIES = 1000;
    private static final int PARALLEL = 4;

    private final int size;
    private final CountingStorageDriver storage =
            new CountingStorageDriver(new InMemoryStorageDriver(new InMemoryStore()));
    private final ManifestUseCases manifests = ManifestServices.over(
            storage, Docket.of(storage, InstantSource.system()), ManifestPolicy.COMPLETE, MemoryBudget.ofHeap());
    private final RepositoryUseCases listings =
            RepositoryServices.over(storage, MOST_REPOSITORIES, new SealedPositions(List.of(new byte[32])));
    private final Map<String, Growth.Point> points = new LinkedHashMap<>();

    ScaledOperations(int size) {
        this.size = size;
    }

    private interface Operation {
        void run() throws IOException;
    }

    /** Returns the cost of each operation. The names are those of {@link #slopes}. */
    Map<String, Growth.Point> measure() throws IOException {
        GrownStore grown = new GrownStore(storage);
        Digest subject = grown.manifest(-1, Optional.empty());
        Digest other = grown.manifest(-2, Optional.empty());
        grown.tag("subject", subject);
        for (int i = 0; i < size; i++) {
            grown.tag("tag" + i, other);
            grown.manifest(i, Optional.of(subject));
            grown.blob(new RepositoryName("many/r" + i), "blob " + i);
        }
        measure("tags: page of 100", () -> listings.tags().list(GrownStore.REPOSITORY, PAGE));
        measure("tags: all", this::allTags);
        measure("catalog: page of 100", () -> listings.repositories().list(UnrestrictedCaller.ANONYMOUS, PAGE));
        measure("referrers: page", () -> referrers(subject, Optional.empty()));
        measure("referrers: all", () -> allReferrers(subject));
        MaintenanceServices maintenance = MaintenanceServices.over(
                storage,
                Docket.of(storage, InstantSource.system()),
                ManifestPolicy.COMPLETE,
                new TransferBuffers(1 << 16, PARALLEL),
                new ComputePool(),
                InstantSource.system());
        measure(
                "verify",
                () -> maintenance
                        .verify()
                        .verify(new VerifyRequest(PARALLEL, false, VerifyCheckpoint.START), new Strict()));
        measure("reindex", () -> maintenance.reindex().reindex(PARALLEL, false, new Strict()));
        measure(
                "manifest: DELETE",
                () -> manifests
                        .delete()
                        .delete(new DeleteManifestCommand(
                                UnrestrictedCaller.ANONYMOUS, GrownStore.REPOSITORY, new Reference.ByDigest(subject))));
        return points;
    }

    /** The greatest slope of each operation. */
    static Map<String, Integer> slopes() {
        Map<String, Integer> slopes = new LinkedHashMap<>();
        slopes.put("tags: page of 100", 0);
        slopes.put("tags: all", 1);
        slopes.put("catalog: page of 100", 0);
        slopes.put("referrers: page", 0);
        slopes.put("referrers: all", 1);
        slopes.put("verify", 1);
        slopes.put("reindex", 1);
        slopes.put("manifest: DELETE", 1);
        return slopes;
    }

    private void measure(String name, Operation operation) throws IOException {
        storage.reset();
        long cpu = cpuNanos();
        operation.run();
        long calls =
                storage.calls().values().stream().mapToLong(Integer::longValue).sum();
        points.put(name, new Growth.Point(size, calls, cpuNanos() - cpu));
    }

    /** The processor time of the process, with the threads that an operation starts, in nanoseconds. */
    private static long cpuNanos() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            return system.getProcessCpuTime();
        }
        throw new IllegalStateException("this Java runtime does not know its processor time");
    }

    private Optional<Digest> referrers(Digest subject, Optional<Digest> after) throws IOException {
        try (ReferrersPage page = manifests.referrers().list(GrownStore.REPOSITORY, subject, Optional.empty(), after)) {
            return page.next();
        }
    }

    /** Lists page after page, as a response without {@code n} does. */
    private void allTags() throws IOException {
        Optional<String> last = Optional.empty();
        Page<Tag> page;
        do {
            page = listings.tags().list(GrownStore.REPOSITORY, new PageRequest(Integer.MAX_VALUE, last));
            last = Optional.of(page.entries().getLast().value());
        } while (page.more());
    }

    private void allReferrers(Digest subject) throws IOException {
        Optional<Digest> next = referrers(subject, Optional.empty());
        while (next.isPresent()) {
            next = referrers(subject, next);
        }
    }

    /** Fails on any finding, since the store is in order. */
    private static final class Strict implements VerifyObserver, ReindexObserver {
        @Override
        public void found(Finding finding) {
            throw new IllegalStateException("the verification has a finding: " + finding);
        }

        @Override
        public void progressed(VerifyProgress progress) {
            // The result counts.
        }

        @Override
        public void reached(VerifyCheckpoint checkpoint) {
            // Nothing continues from here.
        }

        @Override
        public void added(RepositoryName repository, Digest subject, Digest referrer) {
            throw new IllegalStateException("an entry of the referrers was missing");
        }

        @Override
        public void failed(RepositoryName repository, Digest manifest, String reason) {
            throw new IllegalStateException(reason);
        }

        @Override
        public void unreadable(String folder, String reason) {
            throw new IllegalStateException(reason);
        }

        @Override
        public void progressed(long examined) {
            // The result counts.
        }
    }
}
