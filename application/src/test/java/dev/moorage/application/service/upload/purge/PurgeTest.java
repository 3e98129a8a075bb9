package dev.moorage.application.service.upload.purge;

import static dev.moorage.application.service.upload.purge.PurgeScenario.AGE;
import static dev.moorage.application.service.upload.purge.PurgeScenario.area;
import static dev.moorage.application.service.upload.purge.PurgeScenario.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.port.in.upload.PurgedUpload.Kind;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.service.upload.FullDriver;
import dev.moorage.application.service.upload.UploadScenario;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.purge.PurgeScenario.Purged;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PurgeTest {
    private static final byte[] BLOB = Bodies.random(1, 3000);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);
    private static final Duration A_LITTLE_LESS = AGE.minusMinutes(1);

    private final PurgeScenario scenario = new PurgeScenario();

    private interface Left {
        void in(PurgeScenario scenario) throws IOException;
    }

    private record Row(String what, Kind kind, Left left) {}

    private static final List<Row> ROWS = List.of(
            new Row(
                    "an upload that nobody goes on with",
                    Kind.UNFINISHED,
                    s -> s.replica.patched(s.replica.start(), BLOB)),
            new Row(
                    "an upload that broke in the middle",
                    Kind.UNFINISHED,
                    s -> s.replica.breaking(s.replica.start(), BLOB)),
            new Row("an upload whose driver keeps objects of its own", Kind.UNFINISHED, s -> {
                UploadProgress progress = s.replica.patched(s.replica.start(), BLOB);
                s.contents.put(area(progress.id()).resolve("part-1"), BLOB);
            }),
            new Row("an upload that was committed", Kind.ENDED, s -> {
                UploadProgress progress = s.replica.patched(s.replica.start(), BLOB);
                s.replica.put(progress, DIGEST, new byte[0]);
            }),
            new Row("one of Distribution's that was taken up and committed", Kind.ENDED, s -> {
                UploadProgress progress = s.replica.patched(s.replica.start(), BLOB);
                s.replica.put(progress, DIGEST, new byte[0]);
                s.contents.put(area(progress.id()).resolve("hashstates/sha256/100"), "state");
                s.contents.put(area(progress.id()).resolve("startedat"), "2026-11-01T00:00:00Z");
                // The record is written last.
                ObjectKey record = area(progress.id()).resolve("session");
                s.contents.put(record, s.contents.read(record).orElseThrow());
            }),
            new Row("an upload that was cancelled", Kind.ENDED, s -> {
                UploadProgress progress = s.replica.patched(s.replica.start(), BLOB);
                s.replica.services.cancel().cancel(UploadScenario.request(progress));
            }),
            new Row("bytes of a late writer", Kind.ORPHAN, s -> s.orphan(1)),
            new Row("a record that a power cut has torn", Kind.ORPHAN, s -> {
                UploadProgress progress = s.replica.patched(s.replica.start(), BLOB);
                s.contents.put(area(progress.id()).resolve("session"), "");
            }),
            new Row("a record that says it is of another upload", Kind.ORPHAN, s -> {
                UploadProgress progress = s.replica.patched(s.replica.start(), BLOB);
                ObjectKey record = area(progress.id()).resolve("session");
                s.contents.put(
                        area(id(7)).resolve("session"), s.contents.read(record).orElseThrow());
                s.replica.services.cancel().cancel(UploadScenario.request(progress));
                s.contents.delete(record);
            }),
            new Row("one of Distribution's", Kind.DISTRIBUTION, s -> s.distributions(2, s.clock.instant())),
            new Row(
                    "one of Distribution's that had no byte yet",
                    Kind.DISTRIBUTION,
                    s -> s.contents.put(area(id(3)).resolve("startedat"), "2026-11-24T13:00:00+01:00")),
            new Row("one of Distribution's with a time that nobody can read", Kind.ORPHAN, s -> {
                UploadId id = s.distributions(2, s.clock.instant());
                s.contents.put(area(id).resolve("startedat"), "yesterday");
            }));

    @TestFactory
    Stream<DynamicTest> whatIsOldEnoughIsNamedInADryRunAndThenGone() {
        return ROWS.stream()
                .map(row -> DynamicTest.dynamicTest(row.what(), () -> {
                    PurgeScenario here = new PurgeScenario();
                    row.left().in(here);
                    here.clock.pass(A_LITTLE_LESS);
                    Map<String, String> before = here.contents.all();
                    assertThat(here.purge(false).report()).isEqualTo(new PurgeReport(1, 0, 0));
                    assertThat(here.contents.all()).isEqualTo(before);
                    here.clock.pass(Duration.ofMinutes(1));
                    Purged dry = here.purge(true);
                    assertThat(dry.kinds()).containsExactly(row.kind());
                    assertThat(dry.report()).isEqualTo(new PurgeReport(0, 1, 0));
                    assertThat(here.contents.all()).isEqualTo(before);
                    Purged purged = here.purge(false);
                    assertThat(purged.uploads()).isEqualTo(dry.uploads());
                    assertThat(here.remains()).isEmpty();
                    assertThat(here.store.stagedCount()).isZero();
                    assertThat(here.purge(false).report()).isEqualTo(new PurgeReport(0, 0, 0));
                }));
    }

    @Test
    void whatStaysIsReportedByWhatItIs() throws IOException {
        PurgeScenario here = new PurgeScenario();
        UploadProgress committed = here.replica.patched(here.replica.start(), Bodies.random(3, 5));
        here.replica.services.cancel().cancel(UploadScenario.request(committed));
        here.replica.patched(here.replica.start(), Bodies.random(1, 10));
        here.orphan(1);
        here.distributions(2, here.clock.instant());
        List<PurgeObserver.Kept> kept = new ArrayList<>();
        List<Integer> names = new ArrayList<>();
        PurgeReport report = UploadServices.purge(here.driver, here.clock).purge(AGE, false, new PurgeObserver() {
            @Override
            public void purged(PurgedUpload upload) {
                throw new AssertionError(upload);
            }

            @Override
            public void failed(String key, IOException reason) {
                throw new AssertionError(key, reason);
            }

            @Override
            public void kept(Kept upload) {
                kept.add(upload);
            }

            @Override
            public void walked(int repositories) {
                names.add(repositories);
            }
        });
        assertThat(report).isEqualTo(new PurgeReport(4, 0, 0));
        assertThat(kept)
                .containsExactlyInAnyOrder(
                        PurgeObserver.Kept.ENDED,
                        PurgeObserver.Kept.UNFINISHED,
                        PurgeObserver.Kept.UNRECORDED,
                        PurgeObserver.Kept.UNRECORDED);
        assertThat(names).containsExactly(1);
    }

    /**
     * Runs every row again over a store without free space, which can store no byte and stage nothing that needs one.
     */
    @TestFactory
    Stream<DynamicTest> whatIsOldEnoughGoesFromAStoreThatHasNoRoomForAByte() {
        return ROWS.stream()
                .map(row -> DynamicTest.dynamicTest(row.what(), () -> {
                    PurgeScenario here = new PurgeScenario();
                    row.left().in(here);
                    here.clock.pass(AGE);
                    Purged purged = PurgeScenario.purge(new FullDriver(here.driver), here.clock, AGE, false);
                    assertThat(purged.report()).isEqualTo(new PurgeReport(0, 1, 0));
                    assertThat(purged.kinds()).containsExactly(row.kind());
                    assertThat(here.remains()).isEmpty();
                    assertThat(here.store.stagedCount()).isZero();
                }));
    }

    @Test
    void anUploadThatIsEndedWithoutRoomForARecordIsUnknownAndPurgedLaterIfThatStops() throws IOException {
        UploadProgress progress = scenario.replica.patched(scenario.replica.start(), BLOB);
        scenario.clock.pass(AGE);
        StorageDriver stopping = new HookedStorageDriver(new FullDriver(scenario.driver), (method, key) -> {
            if (method.equals("stage")) {
                throw new IOException("the process is killed here");
            }
        });
        assertThat(PurgeScenario.purge(stopping, scenario.clock, AGE, false).report())
                .isEqualTo(new PurgeReport(0, 0, 1));
        assertThat(scenario.replica.patch(progress, BLOB)).isInstanceOf(UploadRejection.UnknownUpload.class);
        assertThat(scenario.replica.put(progress, DIGEST, new byte[0]))
                .isInstanceOf(UploadRejection.UnknownUpload.class);
        scenario.clock.pass(AGE);
        assertThat(scenario.purge(false).report()).isEqualTo(new PurgeReport(0, 1, 0));
        assertThat(scenario.remains()).isEmpty();
        assertThat(scenario.store.stagedCount()).isZero();
    }

    @Test
    void whatNeedsRoomItselfIsTriedAgainWhenOthersHaveMadeSome() throws IOException {
        scenario.distributions(1, scenario.clock.instant());
        UploadProgress later = scenario.replica.patched(scenario.replica.start(), BLOB);
        scenario.clock.pass(AGE);
        boolean[] room = new boolean[1];
        HookedStorageDriver.Hook noTime = (method, key) -> {
            room[0] |= method.equals("delete") && key.equals(area(later.id()).resolve("session"));
            if (key.equals(RegistryKeys.CLOCK) && !room[0]) {
                throw new StorageFullException(new IOException("no room for another name"));
            }
        };
        assertThat(scenario.purge(noTime).report()).isEqualTo(new PurgeReport(0, 2, 0));
        assertThat(scenario.remains()).isEmpty();
        scenario.distributions(2, scenario.clock.instant().minus(AGE.multipliedBy(2)));
        room[0] = false;
        assertThat(scenario.purge(noTime).failed()).containsExactly(area(id(2)).value());
    }

    @Test
    void ageComesFromTheStoresClockAndForDistributionFromStartedat() throws IOException {
        Instant begun = scenario.clock.instant();
        UploadId old = scenario.distributions(1, begun.minus(Duration.ofDays(30)));
        scenario.distributions(2, begun);
        UploadId orphan = scenario.orphan(3);
        scenario.clock.pass(Duration.ofHours(100));
        scenario.contents.put(area(scenario.orphan(4)).resolve("part-2"), "later");
        scenario.clock.pass(Duration.ofHours(68));
        scenario.contents.put(
                area(id(2)).resolve("startedat"), scenario.clock.instant().toString());
        Purged purged = scenario.purge(true);
        assertThat(purged.uploads())
                .extracting(upload -> upload.id(), upload -> upload.kind(), upload -> upload.lastActivity())
                .containsExactlyInAnyOrder(
                        tuple(old, Kind.DISTRIBUTION, begun.minus(Duration.ofDays(30))),
                        tuple(orphan, Kind.ORPHAN, begun));
        assertThat(purged.report().living()).isEqualTo(2);
    }

    @Test
    void aWrongClockOfThisMachineDoesNotMakeAnOrphanOld() throws IOException {
        scenario.orphan(1);
        scenario.clock.pass(Duration.ofHours(1));
        Instant wrong = scenario.clock.instant().plus(Duration.ofDays(365));
        assertThat(PurgeScenario.purge(scenario.driver, () -> wrong, AGE, false).report())
                .isEqualTo(new PurgeReport(1, 0, 0));
        scenario.clock.pass(AGE);
        Instant late = scenario.clock.instant().minus(Duration.ofDays(365));
        assertThat(PurgeScenario.purge(scenario.driver, () -> late, AGE, false).report())
                .isEqualTo(new PurgeReport(0, 1, 0));
        assertThat(scenario.remains()).isEmpty();
    }

    @Test
    void anUploadOfAnotherRepositoryOrOneThatIsYoungIsNotTouched() throws IOException {
        UploadProgress old = scenario.replica.patched(scenario.replica.start(), BLOB);
        scenario.clock.pass(AGE);
        UploadProgress young = scenario.replica.patched(scenario.replica.start(), BLOB);
        assertThat(scenario.purge(false).report()).isEqualTo(new PurgeReport(1, 1, 0));
        assertThat(scenario.replica.patch(old, BLOB)).isInstanceOf(UploadRejection.UnknownUpload.class);
        assertThat(scenario.replica.patched(young, BLOB).offset()).isEqualTo(2L * BLOB.length);
    }

    @Test
    void thePoisonedAreNamedAndCountedAndDoNotKeepTheOthers() throws IOException {
        UploadProgress unreadable = scenario.replica.patched(scenario.replica.start(), BLOB);
        UploadId undeletable = scenario.distributions(1, scenario.clock.instant());
        scenario.replica.patched(scenario.replica.start(), BLOB);
        scenario.distributions(2, scenario.clock.instant());
        ObjectKey folder = RegistryKeys.REPOSITORIES.resolve("unlistable");
        scenario.contents.put(folder.resolve("_uploads/" + id(9) + "/part-1"), "x");
        ObjectKey uploads = RegistryKeys.REPOSITORIES.resolve("badlist/_uploads");
        scenario.contents.put(uploads.resolve(id(9) + "/part-1"), "x");
        scenario.clock.pass(AGE);
        HookedStorageDriver.Hook poison = (method, key) -> {
            boolean poisoned = method.equals("open")
                            && key.equals(area(unreadable.id()).resolve("session"))
                    || method.equals("delete") && key.equals(area(undeletable).resolve("hashstates/sha256/50"))
                    || method.equals("list") && (key.equals(folder) || key.equals(uploads));
            if (poisoned) {
                throw new IOException("poisoned");
            }
        };
        Purged purged = scenario.purge(poison);
        assertThat(purged.failed())
                .containsExactlyInAnyOrder(
                        folder.value(),
                        uploads.value(),
                        area(undeletable).value(),
                        area(unreadable.id()).value());
        assertThat(purged.report()).isEqualTo(new PurgeReport(0, 2, 4));
        // Once they can be read and deleted again, they are purged too. Those whose removal had begun count as ended.
        scenario.clock.pass(AGE);
        assertThat(scenario.purge(false).report()).isEqualTo(new PurgeReport(0, 4, 0));
        assertThat(scenario.remains()).isEmpty();
    }

    @Test
    void whereTheRepositoriesCannotBeListedThePurgeSaysSo() {
        assertThatThrownBy(() -> scenario.purge((method, key) -> {
                    if (method.equals("list") && key.equals(RegistryKeys.REPOSITORIES)) {
                        throw new IOException("no store");
                    }
                }))
                .hasMessage("no store");
    }

    @Test
    void anUploadThatStoppedBetweenPublishAndRecordLosesItsRestAndLeavesItsBlob() throws IOException {
        UploadProgress progress = scenario.replica.patched(scenario.replica.start(), BLOB);
        UploadScenario stopping = new UploadScenario(
                new HookedStorageDriver(scenario.driver, (method, key) -> {
                    if (method.equals("put") && key.value().contains("_layers")) {
                        throw new IOException("the process is killed here");
                    }
                }),
                PortableHashing.detect(),
                scenario.clock);
        assertThatThrownBy(() -> stopping.put(progress, DIGEST, new byte[0])).hasMessageContaining("killed");
        scenario.clock.pass(AGE);
        assertThat(scenario.purge(false).kinds()).containsExactly(Kind.UNFINISHED);
        assertThat(scenario.remains()).isEmpty();
        assertThat(scenario.contents.read(RegistryKeys.blob(DIGEST))).contains(BLOB);
    }
}
