package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.port.in.manifest.ChangeCondition.Expected;
import dev.moorage.application.port.in.manifest.ConditionNotMetException;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Manifests are written or deleted only if their reference names what the request expects. */
class ConditionalWriteTest {
    private static final RepositoryName REPOSITORY = RepositoryName.parse("a/b");
    private static final Tag TAG = new Tag("latest");
    private static final Reference BY_TAG = new Reference.ByTag(TAG);
    private static final ChangeCondition IF_ABSENT =
            new ChangeCondition(Optional.empty(), Optional.of(new Expected.Any()));
    private static final ChangeCondition IF_PRESENT =
            new ChangeCondition(Optional.of(new Expected.Any()), Optional.empty());
    private static final byte[] ONE = index("one");
    private static final byte[] TWO = index("two");
    private static final int ROUNDS = 2000;

    private final InMemoryStore store = new InMemoryStore();
    private final StorageDriver driver = new InMemoryStorageDriver(store);
    private final ManifestUseCases manifests = replica(driver);

    private static ManifestUseCases replica(StorageDriver driver) {
        return ManifestServices.over(
                driver, Docket.of(driver, InstantSource.system()), ManifestPolicy.COMPLETE, MemoryBudget.ofHeap());
    }

    private static byte[] index(String name) {
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[],"annotations":{"name":"%s"}}""".formatted(name).getBytes(StandardCharsets.UTF_8);
    }

    private static Digest digest(byte[] manifest) {
        return Digest.of(DigestAlgorithm.SHA256, manifest);
    }

    private static ChangeCondition ifNames(byte[]... contents) {
        return new ChangeCondition(Optional.of(digests(contents)), Optional.empty());
    }

    private static ChangeCondition ifDoesNotName(byte[]... contents) {
        return new ChangeCondition(Optional.empty(), Optional.of(digests(contents)));
    }

    private static Expected digests(byte[]... contents) {
        return new Expected.OneOf(Set.copyOf(
                List.of(contents).stream().map(ConditionalWriteTest::digest).toList()));
    }

    private static void put(ManifestUseCases replica, Reference reference, byte[] content, ChangeCondition condition)
            throws IOException {
        replica.put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        REPOSITORY,
                        reference,
                        Optional.empty(),
                        content,
                        List.of(),
                        condition));
    }

    private void assertNotMet(Reference reference, byte[] content, ChangeCondition condition) {
        assertThatExceptionOfType(ConditionNotMetException.class)
                .isThrownBy(() -> put(manifests, reference, content, condition));
    }

    private Digest named() throws IOException {
        return manifests.get().resolve(REPOSITORY, BY_TAG);
    }

    @Test
    void aTagIsWrittenOnlyWhereItNamesWhatTheConditionSays() throws IOException {
        assertNotMet(BY_TAG, ONE, IF_PRESENT);
        assertNotMet(BY_TAG, ONE, ifNames(ONE));
        put(manifests, BY_TAG, ONE, IF_ABSENT);
        assertNotMet(BY_TAG, TWO, IF_ABSENT);
        assertNotMet(BY_TAG, ONE, IF_ABSENT);
        assertNotMet(BY_TAG, TWO, ifNames(TWO));
        assertNotMet(BY_TAG, TWO, ifDoesNotName(TWO, ONE));
        assertThat(named()).isEqualTo(digest(ONE));
        put(manifests, BY_TAG, TWO, ifNames(TWO, ONE));
        assertThat(named()).isEqualTo(digest(TWO));
        put(manifests, BY_TAG, ONE, ifDoesNotName(ONE));
        assertThat(named()).isEqualTo(digest(ONE));
    }

    @Test
    void aManifestThatIsRefusedIsNotStored() throws IOException {
        put(manifests, BY_TAG, ONE, IF_ABSENT);
        assertNotMet(BY_TAG, TWO, IF_ABSENT);
        assertThat(driver.stat(RegistryKeys.blob(digest(TWO)))).isEmpty();
        assertThat(driver.stat(RegistryKeys.revisionLink(REPOSITORY, digest(TWO))))
                .isEmpty();
    }

    @Test
    void aDigestIsComparedByWhetherTheManifestIsThere() throws IOException {
        Reference byDigest = new Reference.ByDigest(digest(ONE));
        assertNotMet(byDigest, ONE, IF_PRESENT);
        put(manifests, byDigest, ONE, IF_ABSENT);
        assertNotMet(byDigest, ONE, IF_ABSENT);
        put(manifests, byDigest, ONE, IF_PRESENT);
        put(manifests, byDigest, ONE, ifNames(ONE));
    }

    @Test
    void furtherTagsAreSetOnlyWithTheReferenceThatTheConditionIsAbout() throws IOException {
        put(manifests, BY_TAG, ONE, IF_ABSENT);
        Tag further = new Tag("further");
        assertThatExceptionOfType(ConditionNotMetException.class)
                .isThrownBy(() -> manifests
                        .put()
                        .put(new PutManifestCommand(
                                UnrestrictedCaller.ANONYMOUS,
                                REPOSITORY,
                                BY_TAG,
                                Optional.empty(),
                                TWO,
                                List.of(further),
                                IF_ABSENT)));
        assertThat(driver.stat(RegistryKeys.tagLink(REPOSITORY, further))).isEmpty();
    }

    @Test
    void aTagOfAManifestThatIsGoneCountsAsAbsentAsForAReader() throws IOException {
        put(manifests, BY_TAG, ONE, IF_ABSENT);
        driver.delete(RegistryKeys.revisionLink(REPOSITORY, digest(ONE)), WriteCondition.ANY, Durability.POWER_LOSS);
        put(manifests, BY_TAG, TWO, IF_ABSENT);
        assertThat(named()).isEqualTo(digest(TWO));
    }

    private void delete(Reference reference, ChangeCondition condition) throws IOException {
        manifests
                .delete()
                .delete(new DeleteManifestCommand(UnrestrictedCaller.ANONYMOUS, REPOSITORY, reference, condition));
    }

    @Test
    void aTagIsDeletedOnlyWhereItNamesWhatTheConditionSays() throws IOException {
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> delete(BY_TAG, ifNames(ONE)));
        put(manifests, BY_TAG, ONE, IF_ABSENT);
        assertThatExceptionOfType(ConditionNotMetException.class).isThrownBy(() -> delete(BY_TAG, ifNames(TWO)));
        assertThatExceptionOfType(ConditionNotMetException.class).isThrownBy(() -> delete(BY_TAG, IF_ABSENT));
        assertThat(named()).isEqualTo(digest(ONE));
        delete(BY_TAG, ifNames(ONE));
        assertThatExceptionOfType(RegistryException.class).isThrownBy(this::named);
    }

    @Test
    void aManifestKeepsItsTagsWhereTheConditionOfItsDeleteDoesNotHold() throws IOException {
        put(manifests, BY_TAG, ONE, IF_ABSENT);
        Reference byDigest = new Reference.ByDigest(digest(ONE));
        assertThatExceptionOfType(ConditionNotMetException.class).isThrownBy(() -> delete(byDigest, ifNames(TWO)));
        assertThat(named()).isEqualTo(digest(ONE));
        delete(byDigest, ifNames(ONE));
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> manifests.get().resolve(REPOSITORY, byDigest));
    }

    /** Another replica moves the tag before each storage call of this one. The store decides at every moment. */
    @Test
    void aTagThatMovesAtAnyMomentIsNeverOverwrittenByAConditionOnWhatItNamedBefore() throws IOException {
        byte[] three = index("three");
        int moments = 0;
        for (int moment = 0; ; moment++) {
            put(manifests, BY_TAG, ONE, ChangeCondition.NONE);
            int intrudes = moment;
            int[] calls = {0};
            ManifestUseCases slow = replica(new HookedStorageDriver(driver, (_, _) -> {
                if (calls[0]++ == intrudes) {
                    put(manifests, BY_TAG, TWO, ChangeCondition.NONE);
                }
            }));
            boolean written = isWritten(slow, three, ifNames(ONE));
            if (calls[0] <= moment) {
                assertThat(written).isTrue();
                break;
            }
            assertThat(named()).as("moment %d", moment).isEqualTo(digest(TWO));
            moments++;
        }
        assertThat(moments).isGreaterThan(5);
    }

    private static boolean isWritten(ManifestUseCases replica, byte[] content, ChangeCondition condition)
            throws IOException {
        try {
            put(replica, BY_TAG, content, condition);
            return true;
        } catch (ConditionNotMetException _) {
            return false;
        }
    }

    @Test
    void ofTwoReplicasThatCreateOneTagExactlyOneSucceeds() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int round = 0; round < ROUNDS; round++) {
                Reference tag = new Reference.ByTag(new Tag("t" + round));
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Boolean>> racers = new ArrayList<>();
                for (byte[] content : List.of(ONE, TWO)) {
                    ManifestUseCases replica = replica(new InMemoryStorageDriver(store));
                    racers.add(threads.submit(() -> {
                        start.await();
                        try {
                            put(replica, tag, content, IF_ABSENT);
                            return true;
                        } catch (ConditionNotMetException _) {
                            return false;
                        }
                    }));
                }
                boolean first = racers.getFirst().get();
                boolean second = racers.getLast().get();
                assertThat(first ^ second)
                        .as("round %d: one wrote: %s, two wrote: %s", round, first, second)
                        .isTrue();
                assertThat(manifests.get().resolve(REPOSITORY, tag)).isEqualTo(digest(first ? ONE : TWO));
            }
        }
    }

    @Test
    void aStoreThatFailsEveryConditionIsAFailureAndNoEndlessLoop() throws IOException {
        ManifestUseCases broken = replica(new HookedStorageDriver(driver, (method, key) -> {
            if (method.equals("put") && key.equals(RegistryKeys.tagLink(REPOSITORY, TAG))) {
                throw new ConditionFailedException(RegistryKeys.tagLink(REPOSITORY, TAG));
            }
        }));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> put(broken, BY_TAG, ONE, IF_ABSENT))
                .withMessageContaining("at every attempt");
    }
}
