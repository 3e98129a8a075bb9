package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.SettableClock;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.service.garbage.docket.LookTuning;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two collectors that take links and untagged manifests out of repositories after a second, together with clients that push,
 * mount, tag, move and delete. What a {@link TaggingClient} was promised must be there, whole.
 */
@Timeout(300)
class RepositoriesBesidePushesTest {
    static final Duration GRACE = Duration.ofSeconds(1);
    static final Duration TRASH = Duration.ofMinutes(2);

    private static final int CLIENTS = 4;

    /** How often a call yields that lets other threads make many calls. */
    private static final int LONG = 200;

    private final SettableClock clock = new SettableClock();
    private final InMemoryStorageDriver store = new InMemoryStorageDriver(new InMemoryStore(clock));
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong links = new AtomicLong();
    private final AtomicLong manifests = new AtomicLong();
    private final AtomicLong blobs = new AtomicLong();

    private final GarbageObserver observer = new GarbageObserver() {
        @Override
        public void garbage(Digest digest, long size, Instant lastModified) {
            blobs.incrementAndGet();
        }

        @Override
        public void left(Removable object) {
            (object instanceof Removable.BlobLink ? links : manifests).incrementAndGet();
        }

        @Override
        public void kept(RepositoryName repository, String key, String reason) {
            // A collector that stalls may find that its record of the trash has expired.
        }

        @Override
        public void problem(String key, String reason) {
            throw new AssertionError(key + ": " + reason);
        }

        @Override
        public void progressed(Phase phase, long objects) {
            // The test looks at the store.
        }
    };

    private GarbageReport collect(CollectGarbageService collector) throws IOException {
        return collector.collect(
                new GarbageRequest(GRACE, 2, 0, false, new RepositoryRemovals(true, true, TRASH)), observer);
    }

    private CollectGarbageService collector(StorageDriver driver, long seed) {
        return new CollectGarbageService(driver, clock, new Random(seed)::nextLong);
    }

    private Void collectUntilEnd(StorageDriver driver, long seed) throws IOException {
        CollectGarbageService collector = collector(driver, seed);
        while (!ended.get()) {
            collect(collector);
        }
        return null;
    }

    /** Lets other threads go on before some calls, and before a few of them for long. Those are most often calls to the trash. */
    private static StorageDriver yielding(StorageDriver driver) {
        return new HookedStorageDriver(driver, (_, key) -> {
            int dice = ThreadLocalRandom.current().nextInt(key.isBelow(RegistryKeys.TRASH) ? 5 : 100);
            for (int i = dice == 0 ? LONG : dice % 3; i > 0; i--) {
                Thread.yield();
            }
        });
    }

    private void run(StorageDriver driver, long seed) throws Exception {
        System.out.println("seed " + seed);
        List<TaggingClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            PushedRegistry registry = new PushedRegistry(
                    yielding(driver), new LookTuning(Thread::startVirtualThread, true, Thread::yield, 100_000), clock);
            RepositoryName other = new RepositoryName("p" + (i + 1) % CLIENTS);
            clients.add(new TaggingClient(
                    registry, new Contents(store), clock, new RepositoryName("p" + i), other, seed * CLIENTS + i));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> collectors = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                long number = seed + i;
                collectors.add(threads.submit(() -> collectUntilEnd(yielding(driver), number)));
            }
            List<Future<Void>> running = new ArrayList<>();
            clients.forEach(client -> running.add(threads.submit(client)));
            try {
                for (Future<Void> client : running) {
                    client.get();
                }
            } finally {
                ended.set(true);
            }
            for (Future<Void> collector : collectors) {
                collector.get();
            }
        }
        CollectGarbageService last = collector(store, seed);
        for (int pass = 0; pass < 20; pass++) {
            clock.pass(TRASH.plusMinutes(3));
            assertThat(collect(last).complete()).isTrue();
        }
        for (TaggingClient client : clients) {
            client.requireAll();
        }
        System.out.println(clients.stream().mapToLong(TaggingClient::promised).sum() + " promises kept, " + links
                + " links, " + manifests + " manifests, " + blobs + " blobs collected");
        assertThat(links.get()).isPositive();
        assertThat(manifests.get()).isPositive();
        assertThat(blobs.get()).isPositive();
    }

    @Test
    void nothingIsLostWhereTheStoreComparesAndDeletesInOneStep() throws Exception {
        run(store, Long.getLong("moorage.garbage.seed", 1));
    }

    @Test
    void nothingIsLostWhereADeleteTakesItsTime() throws Exception {
        run(new SlowDeletes(store, clock, Set.of(), Thread::yield), Long.getLong("moorage.garbage.seed", 2));
    }
}
