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
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.proxy.FakeUpstream.Transfers;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.fetch.FetchProtocol;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Fetches that several clients share, and fetches that break off, stall or continue elsewhere. */
class FetchesTest extends FetchScenario {
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
    void anEmptyBlobIsFetched() throws Exception {
        Digest digest = upstream.blob(REMOTE, new byte[0]);
        assertThat(pull(fetches, digest)).isEmpty();
        awaitEnd(fetches);
        assertThat(stored(NAME, digest)).hasValue(new BlobInfo(digest, 0));
    }
}
