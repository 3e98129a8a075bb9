package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.maintenance.CollectGarbage;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Eight collectors over one store, all at the same time. */
class EightCollectorsTest {
    private static final int COLLECTORS = 8;
    private static final int KEPT = 2000;
    private static final int GARBAGE = 100;
    private static final GarbageRequest REQUEST = new GarbageRequest(CollectedStore.GRACE, 4, 0, false);

    private final CollectedStore store = new CollectedStore();
    private final CountingStorageDriver counted = new CountingStorageDriver(store.driver);
    private final List<Digest> kept = new ArrayList<>();
    private final List<Digest> garbage = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        fill(store);
    }

    private void fill(CollectedStore filled) throws IOException {
        kept.clear();
        garbage.clear();
        for (int number = 0; number < KEPT; number++) {
            kept.add(filled.linked("kept " + number));
        }
        for (int number = 0; number < GARBAGE; number++) {
            garbage.add(filled.blob("garbage " + number));
        }
        filled.grow();
    }

    private CollectGarbage collector() {
        return collector(counted, store);
    }

    private static CollectGarbage collector(StorageDriver driver, CollectedStore of) {
        return new CollectGarbageService(
                driver, of.clock, Optional.empty(), RandomGenerator.getDefault()::nextLong, of.time, new ComputePool());
    }

    /** Runs the same work in eight threads. */
    private static <T> List<T> atOnce(Callable<T> work) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(COLLECTORS)) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(Collections.nCopies(COLLECTORS, work))) {
                results.add(result.get());
            }
            return results;
        }
    }

    private static int requests(CountingStorageDriver driver) {
        return driver.calls().values().stream().mapToInt(Integer::intValue).sum();
    }

    private void requireOnlyGarbageGone() throws IOException {
        for (Digest digest : kept) {
            assertThat(store.has(digest)).isTrue();
        }
        for (Digest digest : garbage) {
            assertThat(store.has(digest)).isFalse();
        }
    }

    @Test
    void eightServersTakeAtMostAFifthMoreRequestsThanOneCollection() throws Exception {
        CollectedStore other = new CollectedStore();
        fill(other);
        CountingStorageDriver alone = new CountingStorageDriver(other.driver);
        collector(alone, other).collect(REQUEST, other);

        List<Optional<GarbageReport>> reports = atOnce(() -> new CollectGarbageInTurnService(
                        collector(), counted, store.clock, RandomGenerator.getDefault()::nextLong)
                .collectWhenDue(Duration.ofDays(1), REQUEST, store));

        assertThat(reports.stream().flatMap(Optional::stream))
                .singleElement()
                .satisfies(report -> assertThat(report.removed()).isEqualTo(GARBAGE));
        assertThat(requests(counted)).isLessThanOrEqualTo(requests(alone) * 6 / 5);
        requireOnlyGarbageGone();
    }

    @Test
    void eightCommandsAtOnceRemoveTheGarbageAndReportNoProblem() throws Exception {
        List<GarbageReport> reports = atOnce(() -> collector().collect(REQUEST, new CollectedStore()));

        assertThat(reports).allSatisfy(report -> assertThat(report.problems()).isZero());
        requireOnlyGarbageGone();
    }
}
