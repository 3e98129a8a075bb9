package dev.moorage.application.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint;
import dev.moorage.application.port.in.maintenance.VerifyObserver;
import dev.moorage.application.port.in.maintenance.VerifyProgress;
import dev.moorage.application.port.in.maintenance.VerifyRequest;
import dev.moorage.application.port.in.maintenance.VerifySummary;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.maintenance.MaintenanceServices;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Bit rot that does not change a blob's size. A push finds the blob present until a repair has moved it into
 * quarantine.
 */
class HealingTest {
    private final InMemoryStore store = new InMemoryStore();
    private final Contents contents = new Contents(new InMemoryStorageDriver(store));
    private final UploadScenario replica = new UploadScenario(store, PortableHashing.detect());

    private VerifySummary repair() throws IOException {
        VerifyObserver deaf = new VerifyObserver() {
            @Override
            public void found(Finding finding) {
                // The report counts it.
            }

            @Override
            public void progressed(VerifyProgress progress) {
                // Progress is not shown.
            }

            @Override
            public void reached(VerifyCheckpoint checkpoint) {
                // Checkpoints are not kept.
            }
        };
        return MaintenanceServices.over(
                        replica.storage,
                        Docket.of(replica.storage, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        new TransferBuffers(TransferBuffers.SMALL, 1),
                        new ComputePool(),
                        InstantSource.system())
                .verify()
                .verify(new VerifyRequest(2, true, VerifyCheckpoint.START), deaf);
    }

    private void pushed(Digest digest, byte[] blob) throws IOException {
        assertThat(replica.put(replica.start(), digest, blob)).isEqualTo(new CompleteResult.Committed(digest));
    }

    @Test
    void theNextPushPutsBackWhatARepairHasMovedAside() throws IOException {
        for (int size : new int[] {1000, 5_000_000}) {
            byte[] blob = Bodies.random(size, size);
            Digest digest = Contents.digest(blob);
            pushed(digest, blob);
            contents.rot(RegistryKeys.blob(digest));
            pushed(digest, blob);
            assertThat(contents.read(RegistryKeys.blob(digest)))
                    .as("a push alone")
                    .isNotEqualTo(Optional.of(blob));
            assertThat(repair().count(Finding.Kind.DAMAGED)).isEqualTo(1);
            pushed(digest, blob);
            assertThat(contents.read(RegistryKeys.blob(digest))).contains(blob);
            assertThat(repair().problems()).isZero();
        }
    }
}
