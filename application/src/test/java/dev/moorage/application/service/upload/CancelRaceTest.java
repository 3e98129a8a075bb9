package dev.moorage.application.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Cancels an upload while another replica commits it, or while the store fails. The record decides. */
class CancelRaceTest {
    private static final byte[] BLOB = Bodies.random(1, 100_000);
    private static final byte[] FIRST = Arrays.copyOf(BLOB, 70_000);
    private static final byte[] REST = Arrays.copyOfRange(BLOB, 70_000, BLOB.length);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);

    private final InMemoryStore store = new InMemoryStore();
    private final StorageDriver driver = new InMemoryStorageDriver(store);
    private final UploadScenario other = replica(driver);

    private static UploadScenario replica(StorageDriver driver) {
        return new UploadScenario(driver, PortableHashing.detect(), InstantSource.system());
    }

    private static CancelResult cancel(UploadScenario replica, UploadProgress upload) throws IOException {
        return replica.services.cancel().cancel(UploadScenario.request(upload));
    }

    private interface Act {
        void act() throws IOException;
    }

    /** Returns a replica at which {@code act} runs before its call number {@code moment}. */
    private UploadScenario intruding(int moment, int[] calls, Act act) {
        return replica(new HookedStorageDriver(driver, (_, _) -> {
            if (calls[0]++ == moment) {
                act.act();
            }
        }));
    }

    @Test
    void aPutThatIsCancelledAtAnyMomentIsAnsweredAndSoIsTheCancel() throws IOException {
        for (int moment = 0; ; moment++) {
            int[] calls = new int[1];
            CancelResult[] cancelled = new CancelResult[1];
            UploadProgress progress = other.patched(other.start(), FIRST);
            CompleteResult put = intruding(moment, calls, () -> cancelled[0] = cancel(other, progress))
                    .put(progress, DIGEST, REST);
            if (calls[0] <= moment) {
                assertThat(moment).isGreaterThan(5);
                return;
            }
            assertThat(cancelled[0])
                    .as("call %d", moment)
                    .isIn(new CancelResult.Cancelled(), new UploadRejection.UnknownUpload());
            if (put instanceof CompleteResult.Committed) {
                assertThat(driver.stat(RegistryKeys.blob(DIGEST)))
                        .as("call %d", moment)
                        .isPresent();
            } else {
                assertThat(cancelled[0]).as("call %d", moment).isEqualTo(new CancelResult.Cancelled());
                assertThat(put)
                        .as("call %d", moment)
                        .isInstanceOfAny(UploadRejection.Superseded.class, UploadRejection.UnknownUpload.class);
            }
        }
    }

    @Test
    void aCancelDuringWhichThereIsAPutIsAnsweredAndSoIsThePut() throws IOException {
        for (int moment = 0; ; moment++) {
            int[] calls = new int[1];
            CompleteResult[] put = new CompleteResult[1];
            UploadProgress progress = other.patched(other.start(), FIRST);
            CancelResult cancelled =
                    cancel(intruding(moment, calls, () -> put[0] = other.put(progress, DIGEST, REST)), progress);
            if (calls[0] <= moment) {
                assertThat(moment).isGreaterThan(2);
                return;
            }
            boolean committed = put[0] instanceof CompleteResult.Committed;
            assertThat(cancelled)
                    .as("call %d", moment)
                    .isEqualTo(committed ? new UploadRejection.UnknownUpload() : new CancelResult.Cancelled());
        }
    }

    @Test
    void aCancelMakesRoomInAStoreThatHasNoRoomForAByte() throws IOException {
        UploadProgress progress = other.patched(other.start(), FIRST);
        assertThat(cancel(replica(new FullDriver(driver)), progress)).isEqualTo(new CancelResult.Cancelled());
        assertThat(store.stagedCount()).isZero();
        assertThat(cancel(other, progress)).isEqualTo(new UploadRejection.UnknownUpload());
        assertThat(other.put(progress, DIGEST, REST)).isInstanceOf(UploadRejection.UnknownUpload.class);
        assertThat(other.purge(Duration.ZERO, false).purged()).isEqualTo(1);
    }

    @Test
    void aCancelSucceedsWhenItsBytesCannotBeDeletedAndAPurgeDeletesThem() throws IOException {
        for (IOException failure : new IOException[] {
            new IOException("what refers to it may still be on its way"),
            new StagedBytesLostException(new ObjectKey("x"))
        }) {
            UploadProgress progress = other.patched(other.start(), FIRST);
            UploadScenario failing = replica(new HookedStorageDriver(driver, (method, _) -> {
                if (method.equals("discard")) {
                    throw failure;
                }
            }));
            assertThat(cancel(failing, progress)).isEqualTo(new CancelResult.Cancelled());
            assertThat(cancel(failing, progress)).isEqualTo(new UploadRejection.UnknownUpload());
            assertThat(store.stagedCount()).isEqualTo(1);
            assertThat(other.purge(Duration.ZERO, false).purged()).isEqualTo(1);
            assertThat(store.stagedCount()).isZero();
        }
    }
}
