package dev.moorage.application.service.proxy.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.service.proxy.FakeUpstream.Transfers;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.fetch.FetchProtocol;
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
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What clients get of a blob while it is fetched. */
class ArrivingBlobsTest extends FetchScenario {
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
    void aBlobWithoutALengthIsServedWhenItIsStored() throws Exception {
        Digest digest = upstream.blob(REMOTE, LARGE);
        upstream.transfers(new Transfers().withoutSizes());
        assertThat(pull(fetches, digest)).isEqualTo(LARGE);
        assertThat(stored(NAME, digest)).isPresent();
    }
}
