package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients at two replicas push, tag, mount, pull, cancel and delete the same few things, while uploads are purged and an
 * operator removes folders. Every client gets an answer, and no answer reports that the storage has failed.
 */
class ClientsInEachOthersWayTest {
    private static final byte[] SMALL = Bodies.random(1, 300);
    private static final byte[] LARGE = Bodies.random(2, 100_000);
    private static final Tag TAG = new Tag("latest");
    private static final byte[] SUBJECT = Replica.manifest(SMALL, LARGE, Optional.empty());
    private static final byte[] MANIFEST = Replica.manifest(SMALL, SMALL, Optional.of(Replica.sha256(SUBJECT)));
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 400;

    @TempDir
    private Path root;

    private final AtomicReference<Optional<UploadProgress>> shared = new AtomicReference<>(Optional.empty());

    @Test
    void allClientsAreAnsweredAndNoneWithAFailureOfTheStorage() throws Exception {
        long seed = Long.getLong("moorage.storage-tck.seed", new Random().nextLong());
        try (StorageDriver driver = open();
                StorageDriver other = open();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Client client = new Client(i % 2 == 0 ? driver : other, new Random(seed + i));
                running.add(threads.submit(() -> client.sendAll(seed)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private StorageDriver open() throws IOException {
        return FilesystemStorageDriver.open(
                root, FilesystemOptions.DEFAULTS, DriverUnderTest.context(), new RealFsync());
    }

    private final class Client {
        private final StorageDriver driver;
        private final Replica replica;
        private final Random random;

        Client(StorageDriver driver, Random random) {
            this.driver = driver;
            this.replica = new Replica(driver);
            this.random = random;
        }

        void sendAll(long seed) {
            for (int i = 0; i < REQUESTS; i++) {
                int what = random.nextInt(16);
                try {
                    send(what);
                } catch (RegistryException _) {
                    // What the client asked for does not exist.
                } catch (IOException e) {
                    throw new AssertionError("seed " + seed + ", request " + i + " of kind " + what, e);
                }
            }
        }

        private void send(int what) throws IOException {
            switch (what) {
                case 0 ->
                    assertThat(replica.push(Replica.REPOSITORY, SMALL)).isInstanceOf(CompleteResult.Committed.class);
                case 1 -> replica.push(Replica.REPOSITORY, LARGE);
                case 2 -> replica.put(patched(), Replica.sha256(LARGE), new byte[0]);
                case 3 -> replica.cancel(patched());
                case 4 -> replica.mount(blob());
                case 5 -> replica.put(MANIFEST, TAG);
                case 6 -> replica.put(SUBJECT, TAG);
                case 7 -> replica.delete(Replica.REPOSITORY, blob());
                case 8 -> replica.delete(Replica.OTHER, blob());
                case 9 ->
                    replica.delete(new Reference.ByDigest(Replica.sha256(random.nextBoolean() ? MANIFEST : SUBJECT)));
                case 10 -> replica.delete(new Reference.ByTag(TAG));
                case 11 -> replica.purge();
                case 12 -> replica.pull(TAG, blob());
                case 13 -> driver.delete(RegistryKeys.blob(blob()), WriteCondition.ANY, Durability.POWER_LOSS);
                case 14 -> goOnWithWhatOthersGoOnWith();
                default -> removeNowAndThen();
            }
        }

        private Digest blob() {
            return Replica.sha256(random.nextBoolean() ? SMALL : LARGE);
        }

        private UploadProgress patched() throws IOException {
            return replica.patch(replica.start(Replica.REPOSITORY), LARGE);
        }

        private void goOnWithWhatOthersGoOnWith() throws IOException {
            Optional<UploadProgress> there = shared.get();
            if (there.isEmpty()) {
                shared.set(Optional.of(patched()));
                return;
            }
            UploadProgress upload = there.get();
            switch (random.nextInt(5)) {
                case 0 -> shared.set(Optional.of(replica.patch(upload, SMALL)));
                case 1 -> replica.status(upload);
                case 2 -> {
                    // With another algorithm, the staged bytes are read again.
                    replica.put(upload, Digest.of(DigestAlgorithm.SHA512, LARGE), new byte[0]);
                    shared.set(Optional.empty());
                }
                case 3 -> {
                    replica.put(upload, Replica.sha256(LARGE), new byte[0]);
                    shared.set(Optional.empty());
                }
                default -> {
                    replica.cancel(upload);
                    shared.set(Optional.empty());
                }
            }
        }

        private void removeNowAndThen() throws IOException {
            if (random.nextInt(10) == 0) {
                Folders.remove(
                        root.resolve(RegistryKeys.repository(Replica.REPOSITORY).value()));
            }
        }
    }
}
