package dev.moorage.application.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.DeniedCaller;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadToken;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UploadServicesTest {
    private static final byte[] BLOB = Bodies.random(1, 200_000);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);
    private final InMemoryStore store = new InMemoryStore();
    private final UploadScenario replica = new UploadScenario(store, PortableHashing.detect());
    private final UploadScenario other = new UploadScenario(store, PortableHashing.detect());

    private static byte[] part(int from, int to) {
        return Arrays.copyOfRange(BLOB, from, to);
    }

    private void assertPublished() throws IOException {
        assertThat(DriverUnderTest.read(new InMemoryStorageDriver(store), RegistryKeys.blob(DIGEST)))
                .contains(BLOB);
        assertThat(store.stagedCount()).isZero();
    }

    @Test
    void anUploadThatChangesItsReplicaAtEveryRequestReadsNothingTwice() throws IOException {
        Random lengths = new Random(5);
        UploadProgress progress = replica.start();
        int offset = 0;
        for (int i = 0; offset < BLOB.length; i++) {
            int end = Math.min(BLOB.length, offset + 1 + lengths.nextInt(30_000));
            progress = (i % 2 == 0 ? other : replica).patched(progress, part(offset, end));
            offset = end;
        }
        assertThat(replica.put(progress, DIGEST, new byte[0])).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertThat(replica.storage.calls()).doesNotContainKey("read");
        assertThat(other.storage.calls()).doesNotContainKey("read");
        assertPublished();
    }

    @Test
    void withoutPortableHashesAnotherReplicaReadsTheStagedBytesAndTheSameOneDoesNot() throws IOException {
        UploadScenario first = new UploadScenario(store, PortableHashing.unavailable());
        UploadScenario second = new UploadScenario(store, PortableHashing.unavailable());
        UploadProgress progress = first.patched(first.start(), part(0, 100_000));
        progress = first.patched(progress, part(100_000, 150_000));
        assertThat(first.storage.calls()).doesNotContainKey("read");
        progress = second.patched(progress, part(150_000, 200_000));
        assertThat(second.storage.calls()).containsEntry("read", 1);
        assertThat(first.put(progress, DIGEST, new byte[0])).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertPublished();
    }

    @Test
    void aPatchCostsTwoSmallWritesAndItsData() throws IOException {
        UploadProgress progress = replica.patched(replica.start(), part(0, 1000));
        replica.storage.reset();
        progress = replica.patched(progress, part(1000, 2000));
        assertThat(replica.storage.calls()).isEqualTo(Map.of("open", 1, "put", 2, "stage", 1, "append", 1));
    }

    @Test
    void aCommitReadsNoneOfTheBlob() throws IOException {
        UploadProgress progress = replica.patched(replica.start(), BLOB);
        replica.storage.reset();
        replica.put(progress, DIGEST, new byte[0]);
        assertThat(replica.storage.calls())
                .containsEntry("seal", 1)
                .containsEntry("publish", 1)
                .doesNotContainKeys("read", "stat", "list");
    }

    @Test
    void whatABrokenPatchLeftIsReplacedByItsReplayAndKeptByAStatus() throws IOException {
        UploadProgress started = replica.start();
        assertThat(replica.breaking(started, Bodies.random(9, 5000))).isInstanceOf(UploadRejection.Broken.class);
        UploadProgress progress = other.patched(started, part(0, 100_000));
        assertThat(progress.offset()).isEqualTo(100_000);
        assertThat(replica.breaking(progress, part(100_000, 123_456))).isInstanceOf(UploadRejection.Broken.class);
        UploadProgress status = other.status(progress);
        assertThat(status.offset()).isEqualTo(123_456);
        assertThat(other.put(status, DIGEST, part(123_456, 200_000))).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertPublished();
    }

    @Test
    void aStatusOfAnIdleUploadChangesNothing() throws IOException {
        UploadProgress progress = replica.patched(replica.start(), part(0, 10));
        replica.storage.reset();
        assertThat(replica.status(progress).offset()).isEqualTo(10);
        assertThat(replica.storage.calls()).isEqualTo(Map.of("open", 1));
    }

    @Test
    void startingAndCancellingBeforeTheFirstByteStoresNothing() throws IOException {
        UploadProgress started = replica.start();
        assertThat(replica.services.cancel().cancel(UploadScenario.request(started)))
                .isEqualTo(new CancelResult.Cancelled());
        assertThat(replica.storage.calls()).doesNotContainKeys("put", "stage", "delete");
        assertThat(replica.services.cancel().cancel(UploadScenario.request(started)))
                .isEqualTo(new UploadRejection.UnknownUpload());
        assertThat(replica.patch(started, part(0, 1))).isInstanceOf(UploadRejection.UnknownUpload.class);
    }

    @Test
    void aPurgeExpiresIdleUploadsAndForgetsEndedOnesAndNothingElse() throws IOException {
        UploadProgress committed = replica.patched(replica.start(), BLOB);
        replica.put(committed, DIGEST, new byte[0]);
        UploadProgress idle = replica.patched(replica.start(), part(0, 10));
        assertThat(other.purge(Duration.ofHours(1), false)).isEqualTo(new PurgeReport(2, 0, 0));
        assertThat(replica.status(idle).offset()).isEqualTo(10);
        assertThat(other.purge(Duration.ZERO, true)).isEqualTo(new PurgeReport(0, 2, 0));
        assertThat(replica.put(committed, DIGEST, new byte[0])).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertThat(other.purge(Duration.ZERO, false)).isEqualTo(new PurgeReport(0, 2, 0));
        assertThat(replica.patch(idle, part(10, 20))).isInstanceOf(UploadRejection.UnknownUpload.class);
        assertThat(other.purge(Duration.ZERO, false)).isEqualTo(new PurgeReport(0, 0, 0));
        assertPublished();
    }

    @Test
    void anUploadThatRestartsAfterAPurgeDoesNotReuseTheOldHash() throws IOException {
        UploadProgress started = replica.start();
        replica.patched(started, BLOB);
        other.purge(Duration.ZERO, false);
        UploadProgress again = other.patched(started, Bodies.random(2, BLOB.length));
        assertThat(replica.put(again, DIGEST, new byte[0])).isInstanceOf(CompleteResult.DigestMismatch.class);
        assertThat(new InMemoryStorageDriver(store).stat(RegistryKeys.blob(DIGEST)))
                .isEmpty();
    }

    @Test
    void aPutThatFailedAfterThePublishIsCreatedWhenItIsRepeatedWithItsLastChunk() throws IOException {
        AtomicInteger refusals = new AtomicInteger(2);
        HookedStorageDriver refusing = new HookedStorageDriver(new InMemoryStorageDriver(store), (method, key) -> {
            boolean link = key.equals(RegistryKeys.layerLink(UploadScenario.REPOSITORY, DIGEST));
            if (method.equals("put") && link && refusals.getAndDecrement() > 0) {
                throw new IOException("there is no room for the link");
            }
        });
        UploadScenario full = new UploadScenario(refusing, PortableHashing.detect(), InstantSource.system());
        UploadProgress progress = full.patched(full.start(), part(0, 150_000));
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> full.put(progress, DIGEST, part(150_000, 200_000)));
        }
        assertThat(full.put(progress, DIGEST, Bodies.random(3, 50_000)))
                .as("whoever does not have the bytes gets no link to them")
                .isInstanceOf(UploadRejection.UnknownUpload.class);
        assertThat(full.put(progress, DIGEST, part(150_000, 199_999)))
                .isInstanceOf(UploadRejection.UnknownUpload.class);
        assertThat(full.put(progress, DIGEST, part(150_000, 200_000))).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertThat(new InMemoryStorageDriver(store).stat(RegistryKeys.layerLink(UploadScenario.REPOSITORY, DIGEST)))
                .isPresent();
        assertPublished();
    }

    @Test
    void aDamagedBlobIsHealedByTheNextPush() throws IOException {
        byte[] damaged = Arrays.copyOf(BLOB, 10);
        new InMemoryStorageDriver(store)
                .put(RegistryKeys.blob(DIGEST), damaged, WriteCondition.ANY, Durability.POWER_LOSS);
        assertThat(replica.put(replica.start(), DIGEST, BLOB)).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertPublished();
    }

    @Test
    void whoLosesTheRightWhileTheBodyComesPublishesNothing() throws IOException {
        UploadProgress progress = replica.patched(replica.start(), BLOB);
        CompleteResult result = replica.services
                .complete()
                .complete(new CompleteUploadCommand(
                        new UploadRequest(
                                new DeniedCaller(),
                                progress.repository(),
                                progress.id(),
                                Optional.of(progress.state())),
                        DIGEST,
                        Optional.empty(),
                        BufferedBody.of(emptyBody(), 0)));
        assertThat(result).isInstanceOf(CompleteResult.NoLongerAllowed.class);
        assertThat(new InMemoryStorageDriver(store).stat(RegistryKeys.blob(DIGEST)))
                .isEmpty();
    }

    private static BufferedBody emptyBody() {
        return new BufferedBody(new byte[0], ByteBuffer.allocate(0), OptionalLong.of(0), Optional.empty());
    }

    @Test
    void aTokenOfAnotherSecretOrAnAlteredOneReachesNoStorage() throws IOException {
        UploadProgress progress = replica.patched(replica.start(), part(0, 10));
        replica.storage.reset();
        for (int i = 0; i < progress.state().length(); i++) {
            char changed = progress.state().charAt(i) == 'A' ? 'B' : 'A';
            String altered = progress.state().substring(0, i)
                    + changed
                    + progress.state().substring(i + 1);
            UploadProgress forged =
                    new UploadProgress(progress.repository(), progress.id(), progress.offset(), altered);
            assertThat(replica.patch(forged, part(0, 1))).isInstanceOf(UploadRejection.InvalidToken.class);
        }
        assertThat(replica.storage.calls()).isEmpty();
    }

    @Test
    void aTokenThatAnOlderSecretSignedIsGoodAsLongAsTheSecretIsKnown() {
        byte[] older = Bodies.random(3, 32);
        byte[] newer = Bodies.random(4, 40);
        UploadTokens before = new UploadTokens(new TokenSecrets(List.of(older)));
        UploadTokens during = new UploadTokens(new TokenSecrets(List.of(newer, older)));
        UploadTokens after = new UploadTokens(new TokenSecrets(List.of(newer)));
        UploadToken token = new UploadToken(
                UploadScenario.REPOSITORY, new UploadId(new UUID(1, 2)), 7, 3, Instant.EPOCH, DigestAlgorithm.SHA512);
        assertThat(during.verify(before.sign(token, ""))).contains(token);
        assertThat(after.verify(during.sign(token, ""))).contains(token);
        assertThat(after.verify(before.sign(token, ""))).isEmpty();
    }
}
