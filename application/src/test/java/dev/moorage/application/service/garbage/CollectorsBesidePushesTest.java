package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.service.garbage.docket.LookTuning;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two collectors without a grace period, together with pushers that share a few blobs and let them go again, all on threads of
 * their own. What a pusher got a 201 for must be there, whole, until the pusher itself deletes it.
 */
@Timeout(300)
class CollectorsBesidePushesTest {
    private static final int PUSHERS = 4;
    private static final int STEPS = 1500;
    private static final int BLOBS = 6;

    private final InMemoryStorageDriver store = new InMemoryStorageDriver(new InMemoryStore());
    private final Contents contents = new Contents(store);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong collected = new AtomicLong();
    private final AtomicLong promised = new AtomicLong();

    private static byte[] blob(int number) {
        return new byte[] {'b', 'l', 'o', 'b', (byte) number};
    }

    /** A client with a repository of its own. */
    private final class Pusher {
        private final RepositoryName repository;
        private final RepositoryName other;
        private final Random random;
        private final PushedRegistry registry;
        private final Map<Digest, byte[]> mine = new HashMap<>();

        Pusher(int number, long seed, StorageDriver driver) {
            this.repository = new RepositoryName("p" + number);
            this.other = new RepositoryName("p" + (number + 1) % PUSHERS);
            this.random = new Random(seed * PUSHERS + number);
            this.registry = new PushedRegistry(
                    driver, new LookTuning(Thread::startVirtualThread, true, Thread::yield, 100_000));
        }

        Void run() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                byte[] content = blob(random.nextInt(BLOBS));
                try {
                    act(content, Contents.digest(content));
                } catch (RemovalPendingException _) {
                    // The client would try again.
                }
                for (Map.Entry<Digest, byte[]> there : mine.entrySet()) {
                    requireWhole(there.getKey(), there.getValue());
                }
            }
            return null;
        }

        private void act(byte[] content, Digest digest) throws IOException {
            switch (random.nextInt(6)) {
                case 0 -> answered(registry.push(repository, content), digest, content);
                case 1 -> answered(registry.commit(registry.patch(repository, content), digest), digest, content);
                case 2 -> {
                    if (registry.mount(repository, digest, other)) {
                        keep(digest, content);
                    }
                }
                case 3 -> {
                    if (!mine.isEmpty()) {
                        putManifest();
                    }
                }
                default -> {
                    if (mine.remove(digest) != null) {
                        contents.delete(RegistryKeys.layerLink(repository, digest));
                    }
                }
            }
        }

        private void answered(CompleteResult result, Digest digest, byte[] content) {
            if (result instanceof CompleteResult.Committed) {
                keep(digest, content);
            }
        }

        private void keep(Digest digest, byte[] content) {
            mine.put(digest, content);
            promised.incrementAndGet();
        }

        /** Pushes a manifest whose blobs were promised. A refusal is an exception, and fails the test. */
        private void putManifest() throws IOException {
            Digest[] layers = mine.keySet().toArray(Digest[]::new);
            byte[] image = PushedRegistry.image(layers[0], layers);
            Digest manifest = registry.put(repository, "t", image);
            requireBytes(manifest, image);
            promised.incrementAndGet();
            contents.delete(RegistryKeys.revisionLink(repository, manifest));
        }

        private void requireWhole(Digest digest, byte[] content) throws IOException {
            assertThat(contents.read(RegistryKeys.layerLink(repository, digest)))
                    .as("link")
                    .isPresent();
            requireBytes(digest, content);
        }

        private void requireBytes(Digest digest, byte[] content) throws IOException {
            assertThat(contents.read(RegistryKeys.blob(digest)))
                    .as("bytes of what was promised")
                    .hasValue(content);
        }
    }

    private Void collect(StorageDriver driver, long seed) throws IOException {
        Random random = new Random(seed);
        CollectGarbageService collector = new CollectGarbageService(driver, InstantSource.system(), random::nextLong);
        while (!ended.get()) {
            collector.collect(new GarbageRequest(Duration.ZERO, 2, 0, false), new GarbageObserver() {
                @Override
                public void garbage(Digest digest, long size, Instant lastModified) {
                    collected.incrementAndGet();
                }

                @Override
                public void problem(String key, String reason) {
                    throw new AssertionError(key + ": " + reason);
                }

                @Override
                public void progressed(Phase phase, long objects) {
                    // The test looks at the store.
                }
            });
        }
        return null;
    }

    private void run(StorageDriver driver, long seed) throws Exception {
        System.out.println("seed " + seed);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> collectors = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                long number = seed + i;
                collectors.add(threads.submit(() -> collect(driver, number)));
            }
            List<Future<Void>> pushers = new ArrayList<>();
            for (int i = 0; i < PUSHERS; i++) {
                Pusher pusher = new Pusher(i, seed, driver);
                pushers.add(threads.submit(pusher::run));
            }
            try {
                for (Future<Void> pusher : pushers) {
                    pusher.get();
                }
            } finally {
                ended.set(true);
            }
            for (Future<Void> collector : collectors) {
                collector.get();
            }
        }
        System.out.println(promised + " promises kept, " + collected + " blobs collected");
        assertThat(collected.get()).isPositive();
    }

    @Test
    void nothingIsLostWhereTheStoreComparesAndDeletesInOneStep() throws Exception {
        run(store, Long.getLong("moorage.garbage.seed", 1));
    }

    @Test
    void nothingIsLostWhereADeleteTakesItsTime() throws Exception {
        run(
                new SlowDeletes(store, InstantSource.system(), Set.of(), Thread::yield),
                Long.getLong("moorage.garbage.seed", 2));
    }
}
