package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.repository.RepositoryServices;
import dev.moorage.application.service.repository.SealedPositions;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.InterceptedStorageDriver;
import dev.moorage.storage.spi.StorageCall;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageInterceptor;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tag is listed as long as anything of it is stored. A delete therefore removes all of it. */
class DeleteTagTest {
    private static final RepositoryName REPOSITORY = RepositoryName.parse("a/b");
    private static final Tag TAG = new Tag("latest");
    private static final Tag OTHER = new Tag("latest-2");
    private static final Reference BY_TAG = new Reference.ByTag(TAG);
    private static final byte[] ONE = index("one");
    private static final byte[] TWO = index("two");

    private final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());
    private final ManifestUseCases manifests = ManifestServices.over(
            driver, Docket.of(driver, InstantSource.system()), ManifestPolicy.COMPLETE, MemoryBudget.ofHeap());

    private static byte[] index(String name) {
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[],"annotations":{"name":"%s"}}""".formatted(name).getBytes(StandardCharsets.UTF_8);
    }

    private void put(Tag tag, byte[] manifest) throws IOException {
        manifests
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        REPOSITORY,
                        new Reference.ByTag(tag),
                        Optional.empty(),
                        manifest,
                        List.of(),
                        ChangeCondition.NONE));
    }

    private void delete(Reference reference) throws IOException {
        manifests
                .delete()
                .delete(new DeleteManifestCommand(
                        UnrestrictedCaller.ANONYMOUS, REPOSITORY, reference, ChangeCondition.NONE));
    }

    private List<Tag> tags() throws IOException {
        return RepositoryServices.over(driver, 100, new SealedPositions(List.of(new byte[32])))
                .tags()
                .list(REPOSITORY, new PageRequest(100, Optional.empty()))
                .entries();
    }

    @BeforeEach
    void tagTwoManifests() throws IOException {
        put(TAG, ONE);
        put(TAG, TWO);
        put(OTHER, ONE);
    }

    @Test
    void aDeletedTagIsNotListedWhateverItsHistory() throws IOException {
        assertThat(tags()).containsExactly(TAG, OTHER);
        delete(BY_TAG);
        assertThat(tags()).containsExactly(OTHER);
    }

    @Test
    void theTagsOfADeletedManifestAreNotListed() throws IOException {
        delete(new Reference.ByDigest(Digest.of(DigestAlgorithm.SHA256, TWO)));
        assertThat(tags()).containsExactly(OTHER);
    }

    @Test
    void theTagsOfADeletedManifestAreDeletedAtTheSameTime() throws IOException {
        int count = 8;
        for (int i = 1; i < count; i++) {
            put(new Tag("v" + i), TWO);
        }
        StorageDriver meeting = MeetingCalls.of(
                count,
                driver,
                (method, key) -> method.equals("delete") && key.value().endsWith("/current/link"));
        ManifestServices.over(
                        meeting,
                        Docket.of(meeting, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        MemoryBudget.ofHeap())
                .delete()
                .delete(new DeleteManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        REPOSITORY,
                        new Reference.ByDigest(Digest.of(DigestAlgorithm.SHA256, TWO))));
        assertThat(tags()).containsExactly(OTHER);
    }

    /** Deletes, while a push moves the tag to the first manifest just before a call to the storage. */
    private void deleteWhilePushed(Reference reference, StorageCall moment, ObjectKey key) throws IOException {
        AtomicBoolean pushed = new AtomicBoolean();
        StorageDriver interrupted = new InterceptedStorageDriver(driver, StorageInterceptor.before((call, at) -> {
            if (call == moment && at.equals(key) && pushed.compareAndSet(false, true)) {
                put(TAG, ONE);
            }
        }));
        ManifestServices.over(
                        interrupted,
                        Docket.of(interrupted, InstantSource.system()),
                        ManifestPolicy.COMPLETE,
                        MemoryBudget.ofHeap())
                .delete()
                .delete(new DeleteManifestCommand(UnrestrictedCaller.ANONYMOUS, REPOSITORY, reference));
        assertThat(pushed).isTrue();
        assertThat(tags()).containsExactly(TAG, OTHER);
        assertThat(manifests.get().resolve(REPOSITORY, BY_TAG)).isEqualTo(Digest.of(DigestAlgorithm.SHA256, ONE));
    }

    @Test
    void aTagThatAPushMovesDuringTheDeleteOfItsManifestStays() throws IOException {
        Reference manifest = new Reference.ByDigest(Digest.of(DigestAlgorithm.SHA256, TWO));
        deleteWhilePushed(manifest, StorageCall.DELETE, RegistryKeys.tagLink(REPOSITORY, TAG));
    }

    @Test
    void aTagThatAPushMovesAfterTheDeleteHasListedTheTagsStays() throws IOException {
        Reference manifest = new Reference.ByDigest(Digest.of(DigestAlgorithm.SHA256, TWO));
        deleteWhilePushed(manifest, StorageCall.OPEN, RegistryKeys.blob(Digest.of(DigestAlgorithm.SHA256, TWO)));
    }

    @Test
    void aTagThatIsPushedWhileTheRestOfItIsDeletedStays() throws IOException {
        deleteWhilePushed(BY_TAG, StorageCall.LIST, RegistryKeys.tag(REPOSITORY, TAG));
    }

    @Test
    void whatAKilledDeleteLeavesOfATagIsDeletedByTheNext() throws IOException {
        driver.delete(RegistryKeys.tagLink(REPOSITORY, TAG), WriteCondition.ANY, Durability.PROCESS_CRASH);
        assertThat(tags()).containsExactly(TAG, OTHER);
        delete(BY_TAG);
        assertThat(tags()).containsExactly(OTHER);
        assertUnknown();
    }

    @Test
    void aTagIsDeletedWithObjectsThatAnotherProgramHasLeft() throws IOException {
        ObjectKey foreign = RegistryKeys.tag(REPOSITORY, TAG).resolve("signatures/one");
        driver.put(foreign, new byte[1], WriteCondition.ANY, Durability.PROCESS_CRASH);
        delete(BY_TAG);
        assertThat(tags()).containsExactly(OTHER);
    }

    @Test
    void aTagWhoseLinkIsDamagedIsDeleted() throws IOException {
        driver.put(RegistryKeys.tagLink(REPOSITORY, TAG), new byte[0], WriteCondition.ANY, Durability.PROCESS_CRASH);
        delete(BY_TAG);
        assertThat(tags()).containsExactly(OTHER);
    }

    @Test
    void aTagThatIsNotThereIsUnknown() throws IOException {
        delete(BY_TAG);
        assertUnknown();
    }

    private void assertUnknown() {
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> delete(BY_TAG))
                .satisfies(e -> assertThat(e.errors().getFirst().code()).isEqualTo(ErrorCode.MANIFEST_UNKNOWN));
    }
}
