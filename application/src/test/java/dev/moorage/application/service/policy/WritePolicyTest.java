package dev.moorage.application.service.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.upload.UploadScenario;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WritePolicyTest {
    private static final Caller CALLER = UnrestrictedCaller.ANONYMOUS;
    private static final RepositoryName REPOSITORY = new RepositoryName("a");
    private static final Digest DIGEST = DigestAlgorithm.SHA256.emptyDigest();
    private static final Reference TAG = new Reference.ByTag(new Tag("t"));

    private final InMemoryStore store = new InMemoryStore();
    private final CountingStorageDriver storage = new CountingStorageDriver(new InMemoryStorageDriver(store));
    private final UploadUseCases uploads = new UploadScenario(store, PortableHashing.detect()).services;
    private final BlobUseCases blobs = BlobServices.over(storage, Docket.of(storage, InstantSource.system()), false);
    private final ManifestUseCases manifests = ManifestServices.over(
            storage, Docket.of(storage, InstantSource.system()), ManifestPolicy.COMPLETE, MemoryBudget.ofHeap());

    private void assertUnsupported(ThrowingCallable change) {
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(change)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        assertThat(storage.calls()).isEmpty();
    }

    @Test
    void aReadOnlyRegistryRefusesEachChangeBeforeStorageIsAccessed() {
        WritePolicy policy = new WritePolicy(true, true);
        UploadRequest upload = new UploadRequest(CALLER, REPOSITORY, new UploadId(UUID.randomUUID()), Optional.empty());
        assertUnsupported(() -> policy.uploads(uploads).start().start(CALLER, REPOSITORY, DigestAlgorithm.SHA256));
        assertUnsupported(() -> policy.uploads(uploads).cancel().cancel(upload));
        assertUnsupported(() -> policy.blobs(blobs).mount().mount(CALLER, REPOSITORY, DIGEST, Optional.empty()));
        assertUnsupported(() -> policy.blobs(blobs).delete().delete(CALLER, REPOSITORY, DIGEST));
        assertUnsupported(() -> policy.manifests(manifests)
                .put()
                .put(new PutManifestCommand(CALLER, REPOSITORY, TAG, Optional.empty(), new byte[0], List.of())));
        assertUnsupported(
                () -> policy.manifests(manifests).delete().delete(new DeleteManifestCommand(CALLER, REPOSITORY, TAG)));
    }

    @Test
    void aRegistryWithoutDeletesRefusesThemAndAllowsTheRest() throws Exception {
        WritePolicy policy = new WritePolicy(false, false);
        assertUnsupported(() -> policy.blobs(blobs).delete().delete(CALLER, REPOSITORY, DIGEST));
        assertUnsupported(
                () -> policy.manifests(manifests).delete().delete(new DeleteManifestCommand(CALLER, REPOSITORY, TAG)));
        assertThat(policy.uploads(uploads)).isSameAs(uploads);
        assertThat(policy.blobs(blobs).mount().mount(CALLER, REPOSITORY, DIGEST, Optional.empty()))
                .isFalse();
        assertThat(policy.manifests(manifests).put()).isSameAs(manifests.put());
    }
}
