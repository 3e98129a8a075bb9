package dev.moorage.benchmarks.collection;

import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.service.garbage.CollectGarbageService;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/** Figures of collections over a store whose keys are made up. */
final class MadeUpFigures {
    private static final int PARALLEL = 16;
    private static final Duration GRACE = Duration.ofDays(1);

    /** For the part latency, whose time is that of the pages. */
    private static final int PAGES_WITH_LATENCY = 200;

    private static final int KEYS_OF_A_PAGE = 1000;

    private final CollectionOptions options;

    MadeUpFigures(CollectionOptions options) {
        this.options = options;
    }

    /** Prints how many requests a blob costs that stays, and one that goes. */
    void requests() throws IOException {
        int blobs = Math.min(options.blobs(), 1_000_000);
        int garbage = Math.min(options.garbage(), blobs / 2);
        int kept = requests(blobs, 0);
        int both = requests(blobs, garbage);
        // Garbage adds a second listing of all links, which is a part of what the others cost.
        System.out.printf(
                "requests: %.5f for each of %,d blobs that stay; with %,d of them garbage %,d more, %.3f for each%n",
                kept / (double) blobs, blobs, garbage, both - kept, (both - kept) / (double) garbage);
    }

    private static int requests(int blobs, int garbage) throws IOException {
        MadeUpStore store = new MadeUpStore(blobs, garbage, Duration.ZERO);
        CountingStorageDriver counted = new CountingStorageDriver(store);
        collect(counted, store, garbage, () -> {});
        return counted.calls().values().stream().mapToInt(Integer::intValue).sum();
    }

    private static GarbageReport collect(StorageDriver driver, MadeUpStore store, int garbage, Runnable meanwhile)
            throws IOException {
        GarbageReport report = new CollectGarbageService(
                        driver, InstantSource.system(), ThreadLocalRandom.current()::nextLong)
                .collect(new GarbageRequest(GRACE, PARALLEL, 0, false), new Watching(meanwhile));
        long left = garbage - report.removed();
        // The filter keeps some, others each time.
        if (report.problems() > 0 || report.removed() != store.deleted() || left < 0 || left > 10 + garbage / 100) {
            throw new IOException("of " + garbage + " blobs of garbage " + store.deleted() + " are gone: " + report);
        }
        return report;
    }

    /** Prints how much memory a collection of very many blobs takes. */
    void memory() throws IOException {
        int garbage = Math.min(options.garbage(), options.blobs() / 2);
        MadeUpStore store = new MadeUpStore(options.blobs(), garbage, Duration.ZERO);
        LiveHeap heap = new LiveHeap();
        long began = System.nanoTime();
        GarbageReport report = collect(store, store, garbage, heap::sample);
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "memory: %.1f MiB of heap above idle (the most of %d samples), for %,d blobs and %,d links, of which %,d blobs were"
                        + " removed, in %.0f s%n",
                heap.aboveIdleMib(), heap.samples(), report.blobs(), report.links(), report.removed(), seconds);
    }

    /** Prints how fast the keys of a store are listed whose every request takes its time. */
    void latency() throws IOException {
        int blobs = Math.min(options.blobs(), PAGES_WITH_LATENCY * KEYS_OF_A_PAGE);
        MadeUpStore store = new MadeUpStore(blobs, 0, options.latency());
        long began = System.nanoTime();
        GarbageReport report = collect(store, store, 0, () -> {});
        double seconds = (System.nanoTime() - began) / 1e9;
        long keys = report.blobs() + report.links();
        System.out.printf(
                "latency: %,.0f keys a second where each request takes %d ms (%,d keys in %.1f s)%n",
                keys / seconds, options.latency().toMillis(), keys, seconds);
    }

    /** Does something while the collection makes progress. */
    private record Watching(Runnable meanwhile) implements GarbageObserver {
        @Override
        public void garbage(Digest digest, long size, Instant lastModified) {
            // The report has the sum.
        }

        @Override
        public void left(Removable object) {
            // The report has the sum.
        }

        @Override
        public void kept(RepositoryName repository, String key, String reason) {
            throw new IllegalStateException(key + ": " + reason);
        }

        @Override
        public void problem(String key, String reason) {
            throw new IllegalStateException(key + ": " + reason);
        }

        @Override
        public void progressed(Phase phase, long objects) {
            meanwhile.run();
        }
    }
}
