package dev.moorage.application.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.EndUploadCommand;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ends an upload from another replica than the one that receives it. */
class EndUploadTest {
    private static final byte[] FIRST = Bodies.random(1, 70_000);
    private static final byte[] REST = Bodies.random(2, 30_000);

    private final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());
    private final UploadScenario other = replica(driver);

    private static UploadScenario replica(StorageDriver driver) {
        return new UploadScenario(driver, PortableHashing.detect(), InstantSource.system());
    }

    private CancelResult end(UploadId id) throws IOException {
        return other.services
                .end()
                .end(new EndUploadCommand(UnrestrictedCaller.ANONYMOUS, UploadScenario.REPOSITORY, id));
    }

    @Test
    void aPatchWhoseUploadEndsAtAnyMomentIsFencedAndLeavesNoBytes() throws IOException {
        for (int moment = 0; ; moment++) {
            int[] calls = new int[1];
            int at = moment;
            UploadProgress progress = other.patched(other.start(), FIRST);
            CancelResult[] ended = new CancelResult[1];
            UploadScenario writer = replica(new HookedStorageDriver(driver, (_, _) -> {
                if (calls[0]++ == at) {
                    ended[0] = end(progress.id());
                }
            }));
            AppendResult patch = writer.patch(progress, REST);
            if (calls[0] <= moment) {
                assertThat(moment).isGreaterThan(3);
                return;
            }
            assertThat(ended[0]).as("call %d", moment).isEqualTo(new CancelResult.Cancelled());
            assertThat(patch)
                    .as("call %d", moment)
                    .isInstanceOfAny(
                            AppendResult.Appended.class,
                            UploadRejection.Superseded.class,
                            UploadRejection.UnknownUpload.class);
            UploadProgress newest = patch instanceof AppendResult.Appended(UploadProgress on) ? on : progress;
            assertThat(writer.patch(newest, REST)).as("call %d", moment).isEqualTo(new UploadRejection.UnknownUpload());
            Digest digest = Digest.of(DigestAlgorithm.SHA256, FIRST);
            assertThat(other.put(newest, digest, new byte[0]))
                    .as("call %d", moment)
                    .isEqualTo(new UploadRejection.UnknownUpload());
            assertThat(driver.stat(RegistryKeys.blob(digest))).isEmpty();
        }
    }

    @Test
    void anUploadThatNoRequestHasStoredOrThatHasEndedIsUnknown() throws IOException {
        assertThat(end(new UploadId(UUID.randomUUID()))).isEqualTo(new UploadRejection.UnknownUpload());
        UploadProgress progress = other.patched(other.start(), FIRST);
        assertThat(end(progress.id())).isEqualTo(new CancelResult.Cancelled());
        assertThat(end(progress.id())).isEqualTo(new UploadRejection.UnknownUpload());
    }
}
