package dev.moorage.application.service.proxy.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.proxy.FakeUpstream;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Replicas that fetch blobs of one upstream into one storage. */
@Timeout(20)
abstract class FetchScenario {
    static final String REMOTE = "library/alpine";
    static final RepositoryName NAME = new RepositoryName("docker.io/library/alpine");
    static final byte[] LARGE = content(5_000_000);
    static final byte[] SMALL = content(2_000);

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T00:00:00Z"));
    final FakeUpstream upstream = new FakeUpstream();
    final ProxiedRepository repository = new ProxiedRepository(NAME, upstream, new RepositoryName(REMOTE));
    StorageDriver storage = new InMemoryStorageDriver(new InMemoryStore());
    Fetches fetches = replica();

    @BeforeEach
    void begin() {
        fetches = replica();
    }

    @AfterEach
    void end() {
        fetches.close();
    }

    static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    Fetches replica() {
        return replica(100);
    }

    Fetches replica(int most) {
        InstantSource clock = now::get;
        return new Fetches(
                storage,
                Docket.of(storage, clock),
                PortableHashing.unavailable(),
                () -> new FetchId(UUID.randomUUID()),
                clock,
                Duration.ofMillis(1),
                Duration.ofMillis(20),
                most);
    }

    Optional<BlobInfo> stored(RepositoryName name, Digest digest) throws IOException {
        try {
            return Optional.of(BlobServices.over(storage, Docket.of(storage, now::get), false)
                    .get()
                    .stat(name, digest));
        } catch (RegistryException _) {
            return Optional.empty();
        }
    }

    BlobContent open(Fetches replica, BlobInfo blob, ByteRange range) throws IOException {
        Fetches.IncomingBlobs local = (info, rest) -> BlobServices.over(storage, Docket.of(storage, now::get), false)
                .get()
                .open(info, rest);
        Optional<BlobContent> arriving = replica.open(blob, range, local);
        return arriving.isPresent() ? arriving.get() : local.open(blob, range);
    }

    static byte[] read(BlobContent content, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        while (bytes.hasRemaining() && content.read(bytes) >= 0) {
            // Reads on.
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    byte[] pull(Fetches replica, Digest digest) throws IOException {
        BlobInfo blob = replica.request(repository, digest).orElseThrow();
        try (BlobContent content = open(replica, blob, new ByteRange(0, blob.size()))) {
            return read(content, (int) blob.size() + 1);
        }
    }

    void awaitEnd(Fetches replica) {
        while (replica.count() > 0) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Thread.onSpinWait();
        }
    }
}
