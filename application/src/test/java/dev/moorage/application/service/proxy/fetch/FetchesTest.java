package dev.moorage.application.service.proxy.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.hash.Hasher;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.proxy.FakeUpstream;
import dev.moorage.application.service.proxy.FakeUpstream.Transfers;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.fetch.FetchProtocol;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FetchesTest {
    private static final String REMOTE = "library/alpine";
    private static final RepositoryName NAME = new RepositoryName("docker.io/library/alpine");
    private static final byte[] LARGE = content(5_000_000);
    private static final byte[] SMALL = content(2_000);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T00:00:00Z"));
    private final FakeUpstream upstream = new FakeUpstream();
    private final ProxiedRepository repository = new ProxiedRepository(NAME, upstream, new RepositoryName(REMOTE));
    private StorageDriver storage = new InMemoryStorageDriver(new InMemoryStore());
    private Fetches fetches = replica();

    @BeforeEach
    void begin() {
        fetches = replica();
    }

    @AfterEach
    void end() {
        fetches.close();
    }

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private Fetches replica() {
        return replica(100);
    }

    private Fetches replica(int most) {
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

    private Optional<BlobInfo> stored(RepositoryName name, Digest digest) throws IOException {
        try {
            return Optional.of(BlobServices.over(storage, Docket.of(storage, now::get), false)
                    .get()
                    .stat(name, digest));
        } catch (RegistryException _) {
            return Optional.empty();
        }
    }

    private BlobContent open(Fetches replica, BlobInfo blob, ByteRange range) throws IOException {
        Fetches.IncomingBlobs local = (info, rest) -> BlobServices.over(storage, Docket.of(storage, now::get), false)
                .get()
                .open(info, rest);
        Optional<BlobContent> arriving = replica.open(blob, range, local);
        return arriving.isPresent() ? arriving.get() : local.open(blob, range);
    }

    private static byte[] read(BlobContent content, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        while (bytes.hasRemaining() && content.read(bytes) >= 0) {
            // Reads on.
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private byte[] pull(Fetches replica, Digest digest) throws IOException {
        BlobInfo blob = replica.request(repository, digest).orElseThrow();
        try (BlobContent content = open(replica, blob, new ByteRange(0, blob.size()))) {
            return read(content, (int) blob.size() + 1);
        }
    }

    /** Pulls a blob without keeping it in memory. */
    private Digest pulled(Fetches replica, Digest digest) throws IOException {
        BlobInfo blob = replica.request(repository, digest).orElseThrow();
        Hasher hasher = Hasher.of(digest.algorithm());
        try (BlobContent content = open(replica, blob, new ByteRange(0, blob.size()))) {
            ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
            while (content.read(buffer.clear()) >= 0) {
                hasher.update(buffer.flip());
            }
        }
        return hasher.digest();
    }

    private void awaitEnd(Fetches replica) {
        while (replica.count() > 0) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Thread.onSpinWait();
        }
    }

    private static String staged(StorageDriver storage) throws IOException {
        return storage.list(RegistryKeys.FETCHES, ListOptions.recursive(10)).toString();
    }

    @Test
    void aBlobThatAnotherProcessStoresIsWaitedForAndTransferredOnce() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(1_000_000));
        fetches.request(repository, digest);
        CountDownLatch looked = new CountDownLatch(2);
        InstantSource clock = () -> {
            looked.countDown();
            return now.get();
        };
        try (Fetches other = new Fetches(
                        storage,
                        Docket.of(storage, now::get),
                        PortableHashing.unavailable(),
                        () -> new FetchId(UUID.randomUUID()),
                        clock,
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        100);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<BlobInfo>> storing = executor.submit(() -> other.store(repository, digest));
            try {
                assertThat(looked.await(10, TimeUnit.SECONDS))
                        .as("it looks again and again")
                        .isTrue();
            } finally {
                transfers.letGo();
            }
            assertThat(storing.get()).hasValue(new BlobInfo(digest, LARGE.length));
        }
        assertThat(upstream.asked()).containsOnlyOnce("GET blob 0");
    }

    @Test
    void aBlobIsStoredWithoutAClient() throws Exception {
        for (byte[] content : List.of(LARGE, SMALL)) {
            Digest digest = upstream.blob(REMOTE, content);
            upstream.transfers(new Transfers().breaksAt(content.length / 2));
            assertThat(fetches.store(repository, digest)).hasValue(new BlobInfo(digest, content.length));
            assertThat(stored(NAME, digest)).isPresent();
        }
        assertThat(fetches.store(repository, Digest.of(DigestAlgorithm.CANONICAL, new byte[1])))
                .isEmpty();
        Digest wrong = upstream.blob(REMOTE, content(3_000));
        upstream.transfers(new Transfers().wrongAt(10));
        assertThatThrownBy(() -> fetches.store(repository, wrong)).isInstanceOf(UpstreamFailedException.class);
        assertThat(stored(NAME, wrong)).isEmpty();
    }

    @Test
    void aBlobIsFetchedOnceForAllClients() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(1_000_000));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Digest>> pulls = IntStream.range(0, 100)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return pulled(fetches, digest);
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            clients))
                    .toList();
            transfers.letGo();
            assertThat(pulls).allSatisfy(pull -> assertThat(pull.join()).isEqualTo(digest));
        }
        awaitEnd(fetches);
        assertThat(upstream.asked().stream().filter(question -> question.startsWith("GET")))
                .containsExactly("GET blob 0");
        assertThat(stored(NAME, digest)).hasValue(new BlobInfo(digest, LARGE.length));
        assertThat(storage.list(RegistryKeys.FETCHES, ListOptions.recursive(10)).entries())
                .isEmpty();
    }

    @Test
    void contentThatIsPushedDuringAFetchIsNotThatOfTheUpstream() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers =
                upstream.transfers(new Transfers().waitsAt(1_000_000).wrongAt(10));
        BlobInfo blob = fetches.request(repository, digest).orElseThrow();
        storage.put(RegistryKeys.blob(digest), LARGE, WriteCondition.ANY, Durability.POWER_LOSS);
        try (BlobContent content = open(fetches, blob, new ByteRange(0, blob.size()))) {
            assertThat(read(content, LARGE.length)).isEqualTo(LARGE);
        } finally {
            transfers.letGo();
        }
    }

    @Test
    void whatOneUpstreamSendsIsNotHeldAgainstAnother() throws Exception {
        Digest digest = upstream.blob(REMOTE, SMALL);
        upstream.transfers(new Transfers().wrongAt(10));
        assertThatThrownBy(() -> pull(fetches, digest)).isInstanceOf(UpstreamFailedException.class);
        awaitEnd(fetches);
        FakeUpstream right = new FakeUpstream();
        right.blob(REMOTE, SMALL);
        ProxiedRepository other =
                new ProxiedRepository(new RepositoryName("quay.io/alpine"), right, new RepositoryName(REMOTE));
        assertThat(fetches.request(other, digest)).hasValue(new BlobInfo(digest, SMALL.length));
    }

    @Test
    void aFetchBeyondTheMostWaitsForItsTurn() throws Exception {
        fetches.close();
        fetches = replica(1);
        Digest first = upstream.blob(REMOTE, LARGE);
        Digest second = upstream.blob(REMOTE, SMALL);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(1_000_000));
        assertThat(fetches.request(repository, first)).isPresent();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return fetches.request(repository, second).isPresent();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        while (fetches.count() < 2) {
            Thread.onSpinWait();
        }
        assertThat(upstream.asked()).containsExactly("GET blob 0");
        transfers.letGo();
        assertThat(waiting.join()).isTrue();
        awaitEnd(fetches);
        assertThat(upstream.asked()).containsExactly("GET blob 0", "GET blob 0");
    }

    @Test
    void bytesComeBeforeTheFetchEndsAndTheLastOnesAreHeldBack() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(LARGE.length - 5_000));
        BlobInfo blob = fetches.request(repository, digest).orElseThrow();
        try (BlobContent content = open(fetches, blob, new ByteRange(0, blob.size()))) {
            int early = LARGE.length - FetchProtocol.HELD_BACK;
            assertThat(read(content, early)).isEqualTo(Arrays.copyOf(LARGE, early));
            assertThat(stored(NAME, digest)).isEmpty();
            CompletableFuture<byte[]> rest = CompletableFuture.supplyAsync(() -> {
                try {
                    return read(content, LARGE.length);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(rest).isNotDone();
            transfers.letGo();
            assertThat(rest.join()).isEqualTo(Arrays.copyOfRange(LARGE, early, LARGE.length));
        }
    }

    @Test
    void noClientGetsTheLastBytesOfAWrongBlob() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        upstream.transfers(new Transfers().wrongAt(LARGE.length - 10));
        BlobInfo blob = fetches.request(repository, digest).orElseThrow();
        ByteBuffer all = ByteBuffer.allocate(LARGE.length);
        try (BlobContent content = open(fetches, blob, new ByteRange(0, blob.size()))) {
            assertThatThrownBy(() -> {
                        while (all.hasRemaining()) {
                            content.read(all);
                        }
                    })
                    .isInstanceOfSatisfying(
                            UpstreamFailedException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(UpstreamFailedException.Reason.WRONG));
        }
        assertThat(all.position()).isLessThanOrEqualTo(LARGE.length - FetchProtocol.HELD_BACK);
        awaitEnd(fetches);
        assertThat(storage.stat(RegistryKeys.blob(digest))).isEmpty();
        assertThat(storage.list(RegistryKeys.FETCHES, ListOptions.recursive(10)).entries())
                .isEmpty();
        int asked = upstream.asked().size();
        assertThatThrownBy(() -> fetches.request(repository, digest)).isInstanceOf(UpstreamFailedException.class);
        assertThat(upstream.asked()).hasSize(asked);
    }

    @Test
    void aSmallBlobIsVerifiedBeforeItsFirstByte() throws Exception {
        Digest digest = upstream.blob(REMOTE, SMALL);
        upstream.transfers(new Transfers().wrongAt(SMALL.length - 1));
        BlobInfo blob = fetches.request(repository, digest).orElseThrow();
        ByteBuffer all = ByteBuffer.allocate(SMALL.length);
        assertThatThrownBy(() -> {
                    try (BlobContent content = open(fetches, blob, new ByteRange(0, blob.size()))) {
                        content.read(all);
                    }
                })
                .isInstanceOf(UpstreamFailedException.class);
        assertThat(all.position()).isZero();
    }

    @Test
    void aBlobWhoseFetchFailsBeforeItIsOpenedIsAFailureOfTheUpstreamAndNotUnknown() throws Exception {
        Digest digest = upstream.blob(REMOTE, SMALL);
        upstream.transfers(new Transfers().wrongAt(10));
        BlobInfo blob = fetches.request(repository, digest).orElseThrow();
        awaitEnd(fetches);
        assertThatThrownBy(() -> open(fetches, blob, new ByteRange(0, blob.size())))
                .isInstanceOfSatisfying(
                        UpstreamFailedException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(UpstreamFailedException.Reason.WRONG));
        assertThat(read(pushed(digest), SMALL.length)).isEqualTo(SMALL);
    }

    /** Opens a blob after its push. */
    private BlobContent pushed(Digest digest) throws IOException {
        storage.put(RegistryKeys.blob(digest), SMALL, WriteCondition.ANY, Durability.POWER_LOSS);
        return open(fetches, new BlobInfo(digest, SMALL.length), new ByteRange(0, SMALL.length));
    }

    @Test
    void aClientThatLeavesOrDoesNotReadChangesNothing() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(500_000));
        BlobInfo blob = fetches.request(repository, digest).orElseThrow();
        BlobContent leaving = open(fetches, blob, new ByteRange(0, blob.size()));
        BlobContent idle = open(fetches, blob, new ByteRange(0, blob.size()));
        read(leaving, 1000);
        leaving.close();
        transfers.letGo();
        awaitEnd(fetches);
        assertThat(stored(NAME, digest)).isPresent();
        assertThat(read(idle, LARGE.length)).isEqualTo(LARGE); // From the storage.
        idle.close();
    }

    @Test
    void aLateClientReadsWhatIsStaged() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(4_000_000));
        BlobInfo blob = fetches.request(repository, digest).orElseThrow();
        try (BlobContent first = open(fetches, blob, new ByteRange(0, blob.size()));
                BlobContent late = open(fetches, blob, new ByteRange(0, blob.size()))) {
            read(open(fetches, blob, new ByteRange(3_999_000, 10)), 10); // Until the fetch is there.
            CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(() -> {
                try {
                    return read(late, 2_000_000);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (!reading.isDone()) {
                transfers.step(); // The thread of the fetch serves the late client at its next byte from the upstream.
                LockSupport.parkNanos(20_000); // So that the upstream does not end before the client has read.
                assertThat(stored(NAME, digest)).isEmpty();
            }
            assertThat(reading.join()).isEqualTo(Arrays.copyOf(LARGE, 2_000_000));
            transfers.letGo();
            assertThat(read(late, LARGE.length)).isEqualTo(Arrays.copyOfRange(LARGE, 2_000_000, LARGE.length));
            assertThat(read(first, LARGE.length)).isEqualTo(LARGE);
        }
    }

    @Test
    void aTransferThatBreaksOffContinuesByARange() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        upstream.transfers(new Transfers().breaksAt(2_500_000));
        assertThat(pull(fetches, digest)).isEqualTo(LARGE);
        assertThat(upstream.asked()).hasSize(2).last().asString().startsWith("GET blob 25");
    }

    @Test
    void whereTheUpstreamDoesNotKnowRangesTheBytesAreSkipped() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        upstream.transfers(new Transfers().breaksAt(2_500_000).withoutRanges());
        assertThat(pull(fetches, digest)).isEqualTo(LARGE);
    }

    @Test
    void anUpstreamThatBreaksOffAgainAndAgainIsGivenUpAndTheNextFetchContinues() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        upstream.transfers(new Transfers().breaksAt(2_500_000, 5));
        assertThatThrownBy(() -> pull(fetches, digest)).isInstanceOf(UpstreamFailedException.class);
        awaitEnd(fetches);
        assertThat(pull(replica(), digest)).isEqualTo(LARGE);
        assertThat(upstream.asked()).last().asString().startsWith("GET blob 25");
    }

    @Test
    void aReplicaThatStopsLeavesItsBytesToTheNext() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        upstream.transfers(new Transfers().waitsAt(3_000_000));
        BlobInfo blob = fetches.request(repository, digest).orElseThrow();
        try (BlobContent content = open(fetches, blob, new ByteRange(2_990_000, 10))) {
            read(content, 10);
        }
        fetches.close();
        awaitEnd(fetches);
        upstream.transfers(new Transfers());
        assertThat(pull(replica(), digest)).isEqualTo(LARGE);
        assertThat(upstream.asked()).last().asString().startsWith("GET blob 30");
    }

    @Test
    void aReplicaThatIsSilentIsTakenOverAndStoresNothingAnyMore() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers stalled = upstream.transfers(new Transfers().waitsAt(3_000_000));
        BlobInfo blob = fetches.request(repository, digest).orElseThrow();
        try (BlobContent content = open(fetches, blob, new ByteRange(0, blob.size()))) {
            read(content, 2_900_000);
            now.updateAndGet(time -> time.plus(FetchProtocol.SILENCE));
            upstream.transfers(new Transfers());
            Fetches other = replica();
            assertThat(pull(other, digest)).isEqualTo(LARGE);
            awaitEnd(other);
            assertThat(stored(NAME, digest)).isPresent();
            stalled.letGo();
            assertThat(read(content, LARGE.length)).isEqualTo(Arrays.copyOfRange(LARGE, 2_900_000, LARGE.length));
        }
        awaitEnd(fetches);
        assertThat(stored(NAME, digest)).isPresent();
        assertThat(storage.list(RegistryKeys.FETCHES, ListOptions.recursive(10)).entries())
                .as(staged(storage))
                .isEmpty();
    }

    @Test
    void whatAnotherReplicaStoresIsPassedOn() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers slow = upstream.transfers(new Transfers().waitsAt(3_000_000));
        fetches.request(repository, digest);
        upstream.transfers(new Transfers());
        Fetches other = replica();
        assertThat(pull(other, digest)).isEqualTo(LARGE);
        awaitEnd(other);
        assertThat(stored(NAME, digest)).isEmpty();
        slow.letGo();
        awaitEnd(fetches);
        assertThat(stored(NAME, digest)).isPresent();
    }

    @Test
    void clientsGetABlobThatCannotBeStored() throws Exception {
        storage = new ForwardingStorageDriver() {
            private final StorageDriver memory = new InMemoryStorageDriver(new InMemoryStore());

            @Override
            protected StorageDriver delegate() {
                return memory;
            }

            @Override
            public Optional<StagedObject> stage(StagingRequest request) throws IOException {
                throw new IOException("the test says so");
            }
        };
        Fetches replica = replica();
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(900_000));
        BlobInfo blob = replica.request(repository, digest).orElseThrow();
        try (BlobContent content = open(replica, blob, new ByteRange(4_000_000, 1_000_000))) {
            transfers.letGo();
            assertThat(read(content, 1_000_000)).isEqualTo(Arrays.copyOfRange(LARGE, 4_000_000, 5_000_000));
        }
        awaitEnd(replica);
        assertThat(stored(NAME, digest)).isEmpty();
    }

    @Test
    void aBlobOfAnotherRepositoryIsShownOnlyIfTheUpstreamAnswers() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        pull(fetches, digest);
        awaitEnd(fetches);
        RepositoryName other = new RepositoryName("docker.io/other");
        ProxiedRepository stranger = new ProxiedRepository(other, upstream, new RepositoryName("other"));
        assertThat(fetches.request(stranger, digest)).isEmpty();
        assertThat(stored(other, digest)).isEmpty();
        upstream.blob("other", LARGE);
        int before = upstream.asked().size();
        assertThat(fetches.request(stranger, digest)).isPresent();
        assertThat(stored(other, digest)).isPresent();
        assertThat(upstream.asked().subList(before, upstream.asked().size()))
                .singleElement()
                .asString()
                .startsWith("GET blob ");
    }

    @Test
    void anUpstreamThatClaimsABlobWithoutItsBytesIsNotShownIt() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        pull(fetches, digest);
        awaitEnd(fetches);
        RepositoryName name = new RepositoryName("liar.example/image");
        for (byte[] claimed : List.of(new byte[LARGE.length], new byte[LARGE.length - 1], new byte[0])) {
            FakeUpstream liar = new FakeUpstream();
            liar.claim(REMOTE, digest, claimed);
            ProxiedRepository claiming = new ProxiedRepository(name, liar, new RepositoryName(REMOTE));
            for (boolean ranges : List.of(true, false)) {
                liar.transfers(ranges ? new Transfers() : new Transfers().withoutRanges());
                assertThatThrownBy(() -> fetches.request(claiming, digest)).isInstanceOf(UpstreamFailedException.class);
            }
            assertThat(stored(name, digest)).isEmpty();
        }
    }

    @Test
    void anUpstreamThatClaimsABlobDuringTheFetchFromAnotherIsNotShownIt() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(1_000_000));
        fetches.request(repository, digest);
        FakeUpstream liar = new FakeUpstream();
        liar.claim(REMOTE, digest, new byte[LARGE.length]);
        RepositoryName name = new RepositoryName("liar.example/image");
        ProxiedRepository claiming = new ProxiedRepository(name, liar, new RepositoryName(REMOTE));
        CompletableFuture<Optional<BlobInfo>> claim = CompletableFuture.supplyAsync(() -> {
            try {
                return fetches.request(claiming, digest);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(claim).isNotDone();
        transfers.letGo();
        assertThatThrownBy(claim::join).hasRootCauseInstanceOf(UpstreamFailedException.class);
        assertThat(stored(name, digest)).isEmpty();
    }

    @Test
    void anotherUpstreamThatHasTheBytesProvesItAlsoWithoutRanges() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        pull(fetches, digest);
        awaitEnd(fetches);
        FakeUpstream honest = new FakeUpstream();
        honest.blob(REMOTE, LARGE);
        honest.transfers(new Transfers().withoutRanges());
        RepositoryName name = new RepositoryName("quay.io/alpine");
        ProxiedRepository other = new ProxiedRepository(name, honest, new RepositoryName(REMOTE));
        assertThat(fetches.request(other, digest)).hasValue(new BlobInfo(digest, LARGE.length));
        assertThat(stored(name, digest)).isPresent();
    }

    @Test
    void aFetchIsJoinedOnlyIfTheUpstreamAnswers() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        Transfers transfers = upstream.transfers(new Transfers().waitsAt(1_000_000));
        fetches.request(repository, digest);
        RepositoryName other = new RepositoryName("docker.io/other");
        ProxiedRepository stranger = new ProxiedRepository(other, upstream, new RepositoryName("other"));
        assertThat(fetches.request(stranger, digest)).isEmpty();
        upstream.blob("other", LARGE);
        assertThat(fetches.request(stranger, digest)).isPresent();
        transfers.letGo();
        awaitEnd(fetches);
        assertThat(stored(other, digest)).isPresent();
        assertThat(stored(NAME, digest)).isPresent();
    }

    @Test
    void aBlobWithoutALengthIsServedWhenItIsStored() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        upstream.transfers(new Transfers().withoutSizes());
        assertThat(pull(fetches, digest)).isEqualTo(LARGE);
        assertThat(stored(NAME, digest)).isPresent();
    }

    @Test
    void whatIsMissingIsEmptyAndAnUpstreamThatIsDownIsAnError() throws Exception {
        Digest digest = Digest.of(DigestAlgorithm.CANONICAL, SMALL);
        assertThat(fetches.request(repository, digest)).isEmpty();
        assertThat(fetches.describe(repository, digest)).isEmpty();
        awaitEnd(fetches);
        upstream.goDown(Kind.SLOW);
        assertThatThrownBy(() -> fetches.request(repository, digest))
                .isInstanceOfSatisfying(
                        UpstreamFailedException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(UpstreamFailedException.Reason.SLOW));
    }

    @Test
    void headBeginsNoFetch() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        assertThat(fetches.describe(repository, digest)).hasValue(new BlobInfo(digest, LARGE.length));
        assertThat(upstream.asked()).containsExactly("HEAD blob");
        assertThat(fetches.count()).isZero();
    }

    @Test
    void anEmptyBodyInThePlaceOfABlobIsAFailure() {
        Digest digest = upstream.blob(REMOTE, SMALL);
        upstream.claim(REMOTE, digest, new byte[0]);
        assertThatThrownBy(() -> fetches.request(repository, digest)).isInstanceOf(UpstreamFailedException.class);
    }

    @Test
    void anEmptyBlobIsFetched() throws Exception {
        Digest digest = upstream.blob(REMOTE, new byte[0]);
        assertThat(pull(fetches, digest)).isEmpty();
        awaitEnd(fetches);
        assertThat(stored(NAME, digest)).hasValue(new BlobInfo(digest, 0));
    }
}
