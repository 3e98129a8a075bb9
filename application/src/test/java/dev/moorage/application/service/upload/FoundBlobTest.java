package dev.moorage.application.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A 201 also covers what another request wrote. That request's process may have been killed before its fsync. */
class FoundBlobTest {
    private static final byte[] BLOB = Bodies.random(1, 200_000);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);
    private static final ObjectKey LINK = RegistryKeys.layerLink(UploadScenario.REPOSITORY, DIGEST);

    private final List<String> calls = new ArrayList<>();
    private boolean dying;
    private boolean restless;

    private final HookedStorageDriver driver =
            new HookedStorageDriver(new InMemoryStorageDriver(new InMemoryStore()), this::before);
    private final UploadScenario replica = new UploadScenario(driver, PortableHashing.detect(), InstantSource.system());

    private void before(String method, ObjectKey key) throws IOException {
        calls.add(method + " " + key.value());
        if (dying && key.equals(LINK)) {
            throw new IOException("killed");
        }
        if (restless && method.equals("put") && key.name().equals("session") && calls.contains("put " + LINK.value())) {
            throw new ConditionFailedException(key);
        }
    }

    @Test
    void aBlobThatAKilledCommitHasPublishedIsForcedBeforeItIsLinked() throws IOException {
        UploadProgress progress = replica.patched(replica.start(), BLOB);
        dying = true;
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> replica.put(progress, DIGEST, new byte[0]));
        dying = false;
        calls.clear();
        assertThat(replica.put(progress, DIGEST, new byte[0])).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertThat(calls)
                .containsSubsequence("sync " + RegistryKeys.blob(DIGEST).value(), "put " + LINK.value());
    }

    @Test
    void aBlobThatIsPresentIsCommittedWhileOthersKeepChangingTheRecord() throws IOException {
        UploadProgress progress = replica.patched(replica.start(), BLOB);
        dying = true;
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> replica.put(progress, DIGEST, new byte[0]));
        dying = false;
        calls.clear();
        restless = true;
        assertThat(replica.put(progress, DIGEST, new byte[0])).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertThat(calls).contains("put " + LINK.value());
    }

    @Test
    void whatAManifestRefersToIsForcedBeforeTheManifestIsThere() throws IOException {
        replica.put(replica.start(), DIGEST, BLOB);
        String descriptor = "{\"mediaType\":\"application/octet-stream\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(DIGEST, BLOB.length);
        byte[] manifest = put("image", "{\"schemaVersion\":2,\"config\":%s,\"layers\":[]}".formatted(descriptor));
        Digest image = Digest.of(DigestAlgorithm.SHA256, manifest);
        assertThat(calls)
                .containsSubsequence(
                        "sync " + LINK.value(),
                        "put " + RegistryKeys.blob(image).value());
        byte[] index = put(
                "index",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                        .formatted(MediaType.OCI_IMAGE_MANIFEST.value(), image, manifest.length));
        assertThat(calls)
                .containsSubsequence(
                        "sync "
                                + RegistryKeys.revisionLink(UploadScenario.REPOSITORY, image)
                                        .value(),
                        "put "
                                + RegistryKeys.blob(Digest.of(DigestAlgorithm.SHA256, index))
                                        .value());
    }

    private byte[] put(String tag, String manifest) throws IOException {
        byte[] content = manifest.getBytes(StandardCharsets.UTF_8);
        calls.clear();
        ManifestServices.over(
                        driver,
                        Docket.of(driver, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        MemoryBudget.ofHeap())
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        UploadScenario.REPOSITORY,
                        new Reference.ByTag(new Tag(tag)),
                        Optional.empty(),
                        content,
                        List.of()));
        return content;
    }
}
