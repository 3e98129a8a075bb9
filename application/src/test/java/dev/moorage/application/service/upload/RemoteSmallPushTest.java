package dev.moorage.application.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.RemoteDriver;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A PUT with a whole small blob, over a storage whose calls take a round trip. The session's record is read during the write. */
class RemoteSmallPushTest {
    private static final byte[] BLOB = Bodies.random(1, 1000);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);

    private final InMemoryStorageDriver store = new InMemoryStorageDriver(new InMemoryStore());

    private static UploadScenario over(StorageDriver driver) {
        return new UploadScenario(new RemoteDriver(driver), PortableHashing.detect(), InstantSource.system());
    }

    private boolean isLinked() throws IOException {
        return store.stat(RegistryKeys.layerLink(UploadScenario.REPOSITORY, DIGEST))
                .isPresent();
    }

    @Test
    void aSmallPushIsFourCalls() throws IOException {
        UploadScenario replica = over(store);
        Digest other = Digest.of(DigestAlgorithm.SHA256, new byte[] {1});
        over(store).put(replica.start(), other, new byte[] {1});
        CompleteResult committed = new CompleteResult.Committed(DIGEST);
        assertThat(replica.put(replica.start(), DIGEST, BLOB)).isEqualTo(committed);
        assertThat(isLinked()).isTrue();
        replica.storage.reset();
        assertThat(replica.put(replica.start(), DIGEST, BLOB)).isEqualTo(committed);
        assertThat(replica.storage.calls())
                .as("the record, the bytes that are there and their size, the link, and the look after it")
                .isEqualTo(Map.of("open", 2, "put", 2, "stat", 1));
    }

    @Test
    void anUploadWithStoredBytesIsDecidedByItsSession_andNothingIsStored() throws IOException {
        UploadScenario remote = over(store);
        UploadScenario local = new UploadScenario(store, PortableHashing.detect(), InstantSource.system());
        byte[][] bodies = {BLOB, {}, Bodies.random(2, 1000)};
        for (byte[] body : bodies) {
            UploadProgress first = remote.start();
            remote.patched(first, new byte[] {1, 2, 3});
            UploadProgress second = local.start();
            local.patched(second, new byte[] {1, 2, 3});
            CompleteResult result = remote.put(first, DIGEST, body);
            assertThat(result).isInstanceOf(UploadRejection.OutOfRange.class);
            assertThat(result).hasSameClassAs(local.put(second, DIGEST, body));
            assertThat(isLinked()).isFalse();
            assertThat(store.stat(RegistryKeys.blob(DIGEST))).isEmpty();
        }
    }

    @Test
    void aSmallPushOfWrongBytesIsRefusedAsOverALocalStorage() throws IOException {
        byte[] wrong = Bodies.random(3, 1000);
        UploadScenario local = new UploadScenario(store, PortableHashing.detect(), InstantSource.system());
        for (byte[] body : new byte[][] {wrong, {}}) {
            UploadScenario remote = over(store);
            CompleteResult result = remote.put(remote.start(), DIGEST, body);
            assertThat(result).isInstanceOf(CompleteResult.DigestMismatch.class);
            assertThat(result).hasSameClassAs(local.put(local.start(), DIGEST, body));
        }
        assertThat(isLinked()).isFalse();
    }
}
