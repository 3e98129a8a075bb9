package dev.moorage.application.service.retention.pulls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.SettableClock;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.out.event.RequestEvent;
import dev.moorage.application.port.out.event.RequestEvent.Content;
import dev.moorage.application.port.out.event.RequestEvent.Target;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.CountingStorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is recorded of pulls, what it costs, and what is known afterwards. The clock begins at noon of 2026-11-24. */
class PullsTest {
    private static final RepositoryName APP = new RepositoryName("team/app");
    private static final Digest DIGEST =
            Digest.tryParse("sha256:" + "ab".repeat(32)).orElseThrow();
    private static final LocalDate FIRST = LocalDate.parse("2026-11-24");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int OK = 200;

    private final SettableClock clock = new SettableClock();
    private final StorageDriver store = new InMemoryStorageDriver(new InMemoryStore(clock));
    private final Contents contents = new Contents(store);
    private final CountingStorageDriver counted = new CountingStorageDriver(store);
    private final PullRecords records = new PullRecords(counted);

    private PullRecorder recorder(String name) {
        return new PullRecorder(counted, name, Set.of("scanner"), clock);
    }

    private static RequestEvent.Pulled pulled(String user, int status, Content content, String tag, boolean isHead) {
        Subject subject =
                user.isEmpty() ? Subject.ANONYMOUS : new Subject.User(IdentityProvider.PASSWORD_FILE, user, Set.of());
        return new RequestEvent.Pulled(
                new UnrestrictedCaller(subject),
                status,
                new Target(content, APP, tag.isEmpty() ? List.of() : List.of(new Tag(tag)), Optional.of(DIGEST)),
                Optional.empty(),
                OptionalLong.of(7),
                isHead,
                false);
    }

    private static void pull(PullRecorder recorder, String tag) {
        new RegistryEvents(List.of(recorder)).report(pulled("ci", OK, Content.MANIFEST, tag, false));
    }

    private Optional<LocalDate> last(String reference) throws IOException {
        return records.read(clock.instant()).last(APP, reference);
    }

    private Optional<LocalDate> since() throws IOException {
        return records.read(clock.instant()).since();
    }

    private int recorded() throws IOException {
        int[] count = new int[1];
        ObjectWalk.recursive(store, RegistryKeys.RECORDED_PULLS).forEach(_ -> count[0]++);
        return count[0];
    }

    /** Passes some days, on each of which a server writes. */
    private void days(PullRecorder recorder, int count) throws IOException {
        for (int day = 0; day < count; day++) {
            clock.pass(DAY);
            recorder.flushWhenDue();
        }
    }

    @Test
    void aManifestThatWasSentCountsByTheNameOfTheRequest() throws IOException {
        PullRecorder recorder = recorder("a");
        pull(recorder, "v1");
        pull(recorder, "");
        recorder.flushWhenDue();
        assertThat(last("v1")).hasValue(FIRST);
        assertThat(last(DIGEST.toString())).hasValue(FIRST);
        assertThat(last("v2")).isEmpty();
        assertThat(records.read(clock.instant()).last(new RepositoryName("team"), "v1"))
                .isEmpty();
    }

    @Test
    void headRequestsBlobsErrorsAndIgnoredUsersDoNotCount() throws IOException {
        PullRecorder recorder = recorder("a");
        List.of(
                        pulled("ci", OK, Content.MANIFEST, "head", true),
                        pulled("ci", OK, Content.BLOB, "blob", false),
                        pulled("ci", 304, Content.MANIFEST, "status", false),
                        pulled("scanner", OK, Content.MANIFEST, "scanner", false))
                .forEach(new RegistryEvents(List.of(recorder))::report);
        recorder.end();
        assertThat(recorded()).isZero();
        new RegistryEvents(List.of(recorder)).report(pulled("", OK, Content.MANIFEST, "anonymous", false));
        recorder.end();
        assertThat(last("anonymous")).hasValue(FIRST);
    }

    @Test
    void aThousandPullsInTenMinutesAreOneRequestAndADayWithoutPullsIsOne() throws IOException {
        PullRecorder recorder = recorder("a");
        assertThat(counted.calls()).isEmpty();
        recorder.flushWhenDue();
        assertThat(counted.calls()).as("the server records").isEqualTo(Map.of("put", 1));
        for (int i = 0; i < 1000; i++) {
            pull(recorder, "v" + i % 10);
            recorder.flushWhenDue();
        }
        assertThat(counted.calls()).isEqualTo(Map.of("put", 1));
        clock.pass(Duration.ofMinutes(10));
        recorder.flushWhenDue();
        assertThat(counted.calls()).isEqualTo(Map.of("put", 2));
        pull(recorder, "v1");
        clock.pass(Duration.ofHours(1));
        recorder.flushWhenDue();
        recorder.end();
        assertThat(counted.calls()).as("the second pull of the day").isEqualTo(Map.of("put", 2));
        clock.pass(DAY);
        recorder.flushWhenDue();
        clock.pass(Duration.ofHours(2));
        recorder.flushWhenDue();
        assertThat(counted.calls()).isEqualTo(Map.of("put", 3));
        pull(recorder, "v1");
        recorder.end();
        assertThat(last("v1")).hasValue(FIRST.plusDays(1));
    }

    @Test
    void aFoldWritesOnlyTheSummariesThatChangeAndDeletesTheRecords() throws IOException {
        PullRecorder one = recorder("a");
        PullRecorder other = recorder("b");
        pull(one, "v1");
        pull(other, "v1");
        pull(other, "v2");
        one.flushWhenDue();
        other.flushWhenDue();
        assertThat(recorded()).isEqualTo(2);
        counted.reset();
        records.fold(clock.instant());
        assertThat(counted.calls())
                .as("two records and one summary, and the days that are known")
                .isEqualTo(Map.of("list", 1, "open", 4, "put", 2, "delete", 2));
        assertThat(recorded()).isZero();
        assertThat(last("v1")).hasValue(FIRST);
        counted.reset();
        records.fold(clock.instant());
        assertThat(counted.calls()).as("nothing new").isEqualTo(Map.of("list", 1));
        counted.reset();
        assertThat(records.read(clock.instant(), APP).last(APP, "v2")).hasValue(FIRST);
        assertThat(counted.calls()).isEqualTo(Map.of("list", 1, "open", 2));
    }

    @Test
    void aFoldThatEndedBeforeItsDeletesIsRepeatedWithoutAChange() throws IOException {
        PullRecorder recorder = recorder("a");
        pull(recorder, "v1");
        recorder.flushWhenDue();
        PullRecords failing = new PullRecords(new HookedStorageDriver(store, (method, key) -> {
            if (method.equals("delete")) {
                throw new IOException("killed before " + key);
            }
        }));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> failing.fold(clock.instant()));
        assertThat(recorded()).isEqualTo(1);
        Optional<LocalDate> since = since();
        records.fold(clock.instant());
        assertThat(recorded()).isZero();
        assertThat(last("v1")).hasValue(FIRST);
        assertThat(since()).isEqualTo(since).hasValue(FIRST.plusDays(1));
    }

    @Test
    void aDayWithoutRecordsEndsWhatIsKnownBeforeIt() throws IOException {
        assertThat(since()).isEmpty();
        PullRecorder recorder = recorder("a");
        recorder.flushWhenDue();
        days(recorder, 5);
        records.fold(clock.instant());
        assertThat(since()).hasValue(FIRST.plusDays(1));
        clock.pass(DAY);
        assertThat(since()).as("the server may record today").hasValue(FIRST.plusDays(1));
        clock.pass(DAY);
        assertThat(since()).as("no server records").isEmpty();
        recorder.flushWhenDue();
        assertThat(since()).as("yesterday is missing").hasValue(FIRST.plusDays(8));
        records.fold(clock.instant());
        assertThat(since()).hasValue(FIRST.plusDays(8));
    }

    @Test
    void pullsThatFindNoRoomInMemoryEndWhatIsKnown() throws IOException {
        PullRecorder recorder = new PullRecorder(counted, "a", Set.of(), clock, 4);
        recorder.flushWhenDue();
        days(recorder, 3);
        assertThat(since()).hasValue(FIRST.plusDays(1));
        counted.reset();
        pull(recorder, "v0");
        pull(recorder, "v1");
        recorder.flushWhenDue();
        assertThat(counted.calls()).as("half of the memory is in use").isEqualTo(Map.of("put", 1));
        for (int i = 2; i < 7; i++) {
            pull(recorder, "v" + i);
        }
        recorder.flushWhenDue();
        assertThat(last("v5")).hasValue(FIRST.plusDays(3));
        assertThat(last("v6")).isEmpty();
        assertThat(since()).hasValue(FIRST.plusDays(4));
        records.fold(clock.instant());
        assertThat(since()).hasValue(FIRST.plusDays(4));
    }

    @Test
    void pullsWaitWhileTheStoreFails() throws IOException {
        boolean[] fails = {true};
        PullRecorder recorder = new PullRecorder(
                new HookedStorageDriver(store, (method, _) -> {
                    if (fails[0]) {
                        throw new IOException("no " + method);
                    }
                }),
                "a",
                Set.of(),
                clock);
        pull(recorder, "v1");
        assertThatExceptionOfType(IOException.class).isThrownBy(recorder::flushWhenDue);
        fails[0] = false;
        recorder.flushWhenDue();
        assertThat(last("v1")).hasValue(FIRST);
    }

    @Test
    void aRecordThatIsCutOffEndsWhatIsKnownAndASummaryThatIsCutOffStopsAFold() throws IOException {
        PullRecorder recorder = recorder("a");
        pull(recorder, "v1");
        recorder.flushWhenDue();
        days(recorder, 2);
        records.fold(clock.instant());
        contents.put(RegistryKeys.recordedPulls(FIRST.plusDays(2), "x"), "pulls 1\nteam/app v");
        assertThat(since()).hasValue(FIRST.plusDays(3));
        records.fold(clock.instant());
        assertThat(since()).hasValue(FIRST.plusDays(3));
        contents.put(RegistryKeys.pullSummary(Pull.summary(APP)), "pull-summary 1\nteam/app v1 2026-11-2");
        assertThat(since()).isEmpty();
        pull(recorder, "v1");
        recorder.end();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> records.fold(clock.instant()))
                .withMessageContaining("is no summary of pulls that this version knows");
        assertThat(recorded()).isEqualTo(1);
    }

    @Test
    void aPullOfTwoYearsAgoIsForgotten() throws IOException {
        PullRecorder recorder = recorder("a");
        pull(recorder, "v1");
        pull(recorder, "v2");
        recorder.flushWhenDue();
        records.fold(clock.instant());
        clock.pass(Duration.ofDays(729));
        pull(recorder, "v2");
        recorder.end();
        records.fold(clock.instant());
        assertThat(last("v1")).hasValue(FIRST);
        clock.pass(Duration.ofDays(3));
        pull(recorder, "v3");
        recorder.end();
        records.fold(clock.instant());
        assertThat(last("v1")).isEmpty();
        assertThat(last("v2")).isPresent();
    }

    @Test
    void theTableOfDaysGrowsAndKeepsTheLatestDay() {
        LatestNumbers table = new LatestNumbers();
        for (int i = 0; i < 100_000; i++) {
            assertThat(table.raise(i * 7919L, i)).isTrue();
        }
        assertThat(table.raise(7919L, 0)).isFalse();
        assertThat(table.size()).isEqualTo(100_000);
        assertThat(table.get(99_999 * 7919L)).isEqualTo(99_999);
        assertThat(table.get(0)).isZero();
        assertThat(table.get(-5)).isEqualTo(Integer.MIN_VALUE);
    }
}
