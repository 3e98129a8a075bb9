package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.fixture.SettableClock;
import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.port.in.manifest.ChangeCondition.Expected;
import dev.moorage.application.port.in.manifest.ConditionNotMetException;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.TagPattern;
import dev.moorage.domain.access.WriteOnceRule;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A write-once tag names what the first push gave it, whatever clients send and in whatever order. */
class WriteOnceTagsTest {
    private static final RepositoryName REPOSITORY = RepositoryName.parse("prod/app");
    private static final Tag ONCE = new Tag("v1");
    private static final Tag FREE = new Tag("latest");
    private static final AccessRules RULES = new AccessRules(
            Groups.NONE,
            List.of(),
            List.of(
                    new WriteOnceRule(
                            new RuleOrigin("access.yml", 1),
                            List.of(RepositoryPattern.parse("prod/**")),
                            List.of(TagPattern.parse("v*"))),
                    new WriteOnceRule(
                            new RuleOrigin("config.yml", 1),
                            List.of(RepositoryPattern.parse("prod/**")),
                            List.of(TagPattern.parse("build-*")),
                            List.of(TagPattern.parse("build-dev-*")),
                            true)));
    private static final byte[] ONE = index("one");
    private static final byte[] TWO = index("two");
    private static final int RACERS = 48;
    private static final int ROUNDS = 50;

    private final SettableClock clock = new SettableClock();
    private final InMemoryStore store = new InMemoryStore(clock);
    private final StorageDriver driver = new InMemoryStorageDriver(store);
    private final ManifestUseCases manifests = replica(driver);

    private static ManifestUseCases replica(StorageDriver driver) {
        return ManifestServices.over(
                driver,
                Docket.of(driver, InstantSource.system()),
                ManifestPolicy.COMPLETE,
                MemoryBudget.ofHeap(),
                () -> RULES);
    }

    private static byte[] index(String name) {
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[],"annotations":{"name":"%s"}}""".formatted(name).getBytes(StandardCharsets.UTF_8);
    }

    private static Digest digest(byte[] manifest) {
        return Digest.of(DigestAlgorithm.SHA256, manifest);
    }

    private static void put(
            ManifestUseCases replica, Reference reference, byte[] content, List<Tag> tags, ChangeCondition condition)
            throws IOException {
        replica.put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        REPOSITORY,
                        reference,
                        Optional.empty(),
                        content,
                        tags,
                        condition));
    }

    private static void put(ManifestUseCases replica, Tag tag, byte[] content) throws IOException {
        put(replica, new Reference.ByTag(tag), content, List.of(), ChangeCondition.NONE);
    }

    private static boolean isWritten(ManifestUseCases replica, Tag tag, byte[] content) throws IOException {
        try {
            put(replica, tag, content);
            return true;
        } catch (WriteOnceException e) {
            assertThat(e.error().code()).isEqualTo(ErrorCode.DENIED);
            return false;
        }
    }

    private static void delete(ManifestUseCases replica, Reference reference) throws IOException {
        replica.delete().delete(new DeleteManifestCommand(UnrestrictedCaller.ANONYMOUS, REPOSITORY, reference));
    }

    private Digest named(Tag tag) throws IOException {
        return manifests.get().resolve(REPOSITORY, new Reference.ByTag(tag));
    }

    /** By this time a policy of retention decides, with {@code immutable: true}. */
    @Test
    void aTagThatIsPushedAgainIsAsNewAsItsLastPush() throws IOException {
        Links links = new Links(driver);
        put(manifests, ONCE, ONE);
        clock.pass(Duration.ofDays(90));
        put(manifests, ONCE, ONE);
        assertThat(links.inspect(RegistryKeys.tagLink(REPOSITORY, ONCE))
                        .orElseThrow()
                        .written())
                .isEqualTo(clock.instant());
    }

    @Test
    void aWriteOnceTagTakesTheSameManifestFromManyClientsAtOnce() throws Exception {
        put(manifests, ONCE, ONE);
        CyclicBarrier barrier = new CyclicBarrier(RACERS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> racers = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                racers.add(threads.submit(() -> {
                    barrier.await();
                    return isWritten(manifests, ONCE, ONE);
                }));
            }
            for (Future<Boolean> racer : racers) {
                assertThat(racer.get()).isTrue();
            }
        }
    }

    @Test
    void aWriteOnceTagTakesTheSameManifestAgainAndNoOther() throws IOException {
        assertThat(isWritten(manifests, ONCE, ONE)).isTrue();
        assertThat(isWritten(manifests, ONCE, ONE)).isTrue();
        assertThat(isWritten(manifests, ONCE, TWO)).isFalse();
        assertThat(named(ONCE)).isEqualTo(digest(ONE));
        assertThat(driver.stat(RegistryKeys.blob(digest(TWO))))
                .as("nothing is stored of a push that is refused")
                .isEmpty();
    }

    @Test
    void aDeletableTagIsNotMovedAndIsWrittenAgainAfterItsDelete() throws IOException {
        Tag build = new Tag("build-1");
        assertThat(isWritten(manifests, build, ONE)).isTrue();
        assertThat(isWritten(manifests, build, TWO)).isFalse();
        delete(manifests, new Reference.ByTag(build));
        assertThat(isWritten(manifests, build, TWO)).isTrue();
        delete(manifests, new Reference.ByDigest(digest(TWO)));
        assertThat(isWritten(manifests, build, ONE)).isTrue();
    }

    @Test
    void anExceptionOfARuleIsMoved() throws IOException {
        Tag build = new Tag("build-dev-1");
        assertThat(isWritten(manifests, build, ONE)).isTrue();
        assertThat(isWritten(manifests, build, TWO)).isTrue();
        assertThat(named(build)).isEqualTo(digest(TWO));
    }

    @Test
    void otherTagsOfTheRepositoryAreMoved() throws IOException {
        assertThat(isWritten(manifests, FREE, ONE)).isTrue();
        assertThat(isWritten(manifests, FREE, TWO)).isTrue();
        assertThat(named(FREE)).isEqualTo(digest(TWO));
    }

    @Test
    void aPushByDigestDoesNotMoveAWriteOnceTagThatItsParameterNames() throws IOException {
        put(manifests, ONCE, ONE);
        Reference byDigest = new Reference.ByDigest(digest(TWO));
        assertThatExceptionOfType(WriteOnceException.class)
                .isThrownBy(() -> put(manifests, byDigest, TWO, List.of(FREE, ONCE), ChangeCondition.NONE));
        assertThat(named(ONCE)).isEqualTo(digest(ONE));
        assertThat(driver.stat(RegistryKeys.tagLink(REPOSITORY, FREE))).isEmpty();
    }

    @Test
    void theConditionOfARequestGoesBeforeTheRule() throws IOException {
        put(manifests, ONCE, ONE);
        ChangeCondition ifAbsent = new ChangeCondition(Optional.empty(), Optional.of(new Expected.Any()));
        assertThatExceptionOfType(ConditionNotMetException.class)
                .isThrownBy(() -> put(manifests, new Reference.ByTag(ONCE), ONE, List.of(), ifAbsent));
    }

    @Test
    void aWriteOnceTagAndItsManifestAreNotDeleted() throws IOException {
        put(manifests, ONCE, ONE);
        put(manifests, FREE, ONE);
        for (Reference reference : List.of(new Reference.ByTag(ONCE), new Reference.ByDigest(digest(ONE)))) {
            assertThatExceptionOfType(WriteOnceException.class)
                    .isThrownBy(() -> delete(manifests, reference))
                    .satisfies(e -> assertThat(e.error().code()).isEqualTo(ErrorCode.DENIED));
        }
        assertThat(named(FREE)).as("no tag of the manifest is gone").isEqualTo(digest(ONE));
        delete(manifests, new Reference.ByTag(FREE));
        assertThat(named(ONCE)).isEqualTo(digest(ONE));
    }

    /** Another replica creates the tag before each storage call of this one. The store decides at every moment. */
    @Test
    void aWriteOnceTagThatAppearsAtAnyMomentOfAPushIsNotOverwritten() throws IOException {
        int moments = 0;
        for (int moment = 0; ; moment++) {
            Tag tag = new Tag("v" + moment);
            int intrudes = moment;
            int[] calls = {0};
            ManifestUseCases slow = replica(new HookedStorageDriver(driver, (_, _) -> {
                if (calls[0]++ == intrudes) {
                    isWritten(manifests, tag, TWO);
                }
            }));
            boolean written = isWritten(slow, tag, ONE);
            assertThat(named(tag)).as("moment %d", moment).isEqualTo(digest(written ? ONE : TWO));
            if (calls[0] <= moment) {
                break;
            }
            moments++;
        }
        assertThat(moments).isGreaterThan(5);
    }

    /** Another replica pushes the tag before each storage call of a delete of its manifest. */
    @Test
    void aWriteOnceTagThatIsPushedAtAnyMomentOfADeleteStillNamesAManifest() throws IOException {
        int moments = 0;
        Reference manifest = new Reference.ByDigest(digest(ONE));
        for (int moment = 0; ; moment++) {
            StorageDriver fresh = new InMemoryStorageDriver(new InMemoryStore());
            ManifestUseCases other = replica(fresh);
            put(other, manifest, ONE, List.of(), ChangeCondition.NONE);
            int intrudes = moment;
            int[] calls = {0};
            ManifestUseCases slow = replica(new HookedStorageDriver(fresh, (_, _) -> {
                if (calls[0]++ == intrudes) {
                    put(other, ONCE, ONE);
                }
            }));
            try {
                delete(slow, manifest);
            } catch (WriteOnceException e) {
                assertThat(e.error().code()).isEqualTo(ErrorCode.DENIED);
            }
            if (calls[0] <= moment) {
                break;
            }
            assertThat(other.get().resolve(REPOSITORY, new Reference.ByTag(ONCE)))
                    .as("moment %d", moment)
                    .isEqualTo(digest(ONE));
            moments++;
        }
        assertThat(moments).isGreaterThan(3);
    }

    /** A delete of the manifest begins before each storage call of a push of the tag. */
    @Test
    void aWriteOnceTagWhoseManifestIsDeletedAtAnyMomentOfItsPushNamesAManifest() throws IOException {
        int moments = 0;
        for (int moment = 0; ; moment++) {
            Tag tag = new Tag("v" + moment);
            byte[] content = index("m" + moment);
            int intrudes = moment;
            int[] calls = {0};
            ManifestUseCases slow = replica(new HookedStorageDriver(driver, (_, _) -> {
                if (calls[0]++ == intrudes) {
                    try {
                        delete(manifests, new Reference.ByDigest(digest(content)));
                    } catch (RegistryException | WriteOnceException _) {
                        // Not there yet, or written once.
                    }
                }
            }));
            assertThat(isWritten(slow, tag, content)).isTrue();
            if (calls[0] <= moment) {
                break;
            }
            assertThat(named(tag)).as("moment %d", moment).isEqualTo(digest(content));
            moments++;
        }
        assertThat(moments).isGreaterThan(5);
    }

    @Test
    void ofManyPushesOfTwoManifestsToOneTagThoseOfOneManifestSucceed() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int round = 0; round < ROUNDS; round++) {
                Tag tag = new Tag("v" + round);
                CyclicBarrier start = new CyclicBarrier(RACERS);
                List<Future<Boolean>> racers = new ArrayList<>();
                for (int i = 0; i < RACERS; i++) {
                    byte[] content = i % 2 == 0 ? ONE : TWO;
                    ManifestUseCases replica = replica(new InMemoryStorageDriver(store));
                    racers.add(threads.submit(() -> {
                        start.await();
                        return isWritten(replica, tag, content);
                    }));
                }
                boolean first = racers.getFirst().get();
                for (int i = 0; i < RACERS; i++) {
                    assertThat(racers.get(i).get())
                            .as("round %d, racer %d", round, i)
                            .isEqualTo((i % 2 == 0) == first);
                }
                assertThat(named(tag)).isEqualTo(digest(first ? ONE : TWO));
            }
        }
    }
}
