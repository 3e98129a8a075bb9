package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.CollectGarbage;
import dev.moorage.application.port.in.maintenance.CollectGarbageInTurn;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Servers that share a storage and collect its garbage in turn. */
class CollectGarbageInTurnTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final GarbageRequest REQUEST = new GarbageRequest(CollectedStore.GRACE, 1, 0, false);
    private static final GarbageRequest DRY = new GarbageRequest(CollectedStore.GRACE, 1, 0, true);

    private final CollectedStore store = new CollectedStore();
    private final Random random = new Random(1);
    private final List<String> collected = new ArrayList<>();
    /** What happens during a collection. */
    private During during = _ -> true;

    private final CollectGarbageInTurn one = server("one", store.driver);
    private final CollectGarbageInTurn two = server("two", store.driver);

    private interface During {
        /** Returns whether the collection goes to its end. */
        boolean run(GarbageObserver observer) throws IOException;
    }

    private CollectGarbageInTurn server(String name, StorageDriver driver) {
        CollectGarbage collector = (_, observer) -> {
            collected.add(name);
            During now = during;
            during = _ -> true;
            return new GarbageReport(0, 0, 0, 0, 0, 0, 0, 0, 0, true, now.run(observer));
        };
        return new CollectGarbageInTurnService(collector, driver, store.clock, random::nextLong);
    }

    private boolean collects(CollectGarbageInTurn server) throws IOException {
        return server.collectWhenDue(DAY, REQUEST, store).isPresent();
    }

    /** Lets a collection run for some minutes in which it sends requests. Returns whether it goes on all the time. */
    private boolean minutes(int minutes, GarbageObserver observer) {
        boolean goesOn = true;
        for (int minute = 0; minute < minutes; minute++) {
            store.clock.pass(MINUTE);
            goesOn &= observer.goesOn();
        }
        return goesOn;
    }

    @Test
    void oneOfSeveralServersCollectsInEachInterval() throws IOException {
        assertThat(collects(one)).isTrue();
        assertThat(collects(one)).isFalse();
        assertThat(collects(two)).isFalse();
        store.clock.pass(DAY);
        assertThat(collects(two)).isTrue();
        assertThat(collects(one)).isFalse();
        assertThat(collected).containsExactly("one", "two");
    }

    @Test
    void theIntervalBeginsAtTheEndOfACollection() throws IOException {
        during = observer -> minutes(120, observer);
        assertThat(collects(one)).isTrue();
        store.clock.pass(DAY.minus(MINUTE));
        assertThat(collects(two)).isFalse();
        store.clock.pass(MINUTE);
        assertThat(collects(two)).isTrue();
    }

    @Test
    void whileAServerCollectsForHoursTheOthersDoNot() throws IOException {
        during = observer -> {
            assertThat(minutes(300, observer)).isTrue();
            assertThat(collects(two)).isFalse();
            return true;
        };
        assertThat(collects(one)).isTrue();
        assertThat(collected).containsExactly("one");
    }

    @Test
    void aServerThatStallsLosesItsTurnAndEnds() throws IOException {
        during = observer -> {
            store.clock.pass(MINUTE.multipliedBy(11));
            assertThat(collects(two)).isTrue();
            assertThat(observer.goesOn()).isFalse();
            assertThat(observer.goesOn()).isFalse();
            return false;
        };
        assertThat(collects(one)).isTrue();
        assertThat(collected).containsExactly("one", "two");
        assertThat(collects(one)).isFalse();
    }

    @Test
    void aCollectionThatEndsLateDoesNotEndTheTurnOfAnotherServer() throws IOException {
        during = _ -> {
            store.clock.pass(MINUTE.multipliedBy(11));
            during = _ -> {
                throw new IOException("crash");
            };
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> collects(two));
            return true;
        };
        assertThat(collects(one)).isTrue();
        assertThat(store.contents.read(RegistryKeys.collections(false)).map(String::new))
                .hasValueSatisfying(text -> assertThat(text).startsWith("running "));
    }

    @Test
    void afterACollectionThatHasFailedOrWasEndedAServerTriesAgainTenMinutesLater() throws IOException {
        during = _ -> {
            throw new IOException("no answer");
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> collects(one))
                .withMessage("no answer");
        store.clock.pass(MINUTE.multipliedBy(9));
        assertThat(collects(one)).isFalse();
        assertThat(collects(two)).isFalse();
        store.clock.pass(MINUTE);
        during = _ -> false;
        assertThat(collects(two)).isTrue();
        store.clock.pass(MINUTE.multipliedBy(10));
        assertThat(collects(one)).isTrue();
        store.clock.pass(MINUTE.multipliedBy(10));
        assertThat(collects(one)).isFalse();
    }

    @Test
    void aLostOrDamagedRecordCostsACollection() throws IOException {
        assertThat(collects(one)).isTrue();
        store.contents.delete(RegistryKeys.collections(false));
        assertThat(collects(two)).isTrue();
        store.contents.put(RegistryKeys.collections(false), "x".repeat(10_000));
        assertThat(collects(one)).isTrue();
        assertThat(collects(two)).isFalse();
    }

    @Test
    void aDryRunDoesNotCountAsACollection() throws IOException {
        assertThat(one.collectWhenDue(DAY, DRY, store)).isPresent();
        assertThat(two.collectWhenDue(DAY, DRY, store)).isEmpty();
        assertThat(collects(two)).isTrue();
    }

    @Test
    void ofTwoServersThatBeginAtOnceOneCollects() throws IOException {
        boolean[] other = new boolean[2];
        CollectGarbageInTurn slow = server("slow", new HookedStorageDriver(store.driver, (method, key) -> {
            if (method.equals("put") && key.equals(RegistryKeys.collections(false)) && !other[0]) {
                other[0] = true;
                other[1] = collects(two);
            }
        }));
        assertThat(collects(slow)).isFalse();
        assertThat(other[1]).isTrue();
        assertThat(collected).containsExactly("two");
    }

    @Test
    void aReportThatCannotBeWrittenEndsNothing() throws IOException {
        boolean[] fails = new boolean[1];
        CollectGarbageInTurn server = server("one", new HookedStorageDriver(store.driver, (_, _) -> {
            if (fails[0]) {
                throw new IOException("no answer");
            }
        }));
        during = observer -> {
            fails[0] = true;
            assertThat(minutes(2, observer)).isTrue();
            fails[0] = false;
            return minutes(1, observer);
        };
        assertThat(collects(server)).isTrue();
        assertThat(collects(two)).isFalse();
    }

    @Test
    void theObserverHearsOfTheCollectionAndEndsIt() throws IOException {
        Digest digest = store.blob("garbage");
        during = observer -> {
            observer.garbage(digest, 7, store.clock.instant());
            observer.problem("key", "reason");
            store.goesOn = () -> false;
            return observer.goesOn();
        };
        assertThat(one.collectWhenDue(DAY, REQUEST, store))
                .hasValueSatisfying(report -> assertThat(report.complete()).isFalse());
        assertThat(store.removed).containsExactly(digest);
        assertThat(store.problems).containsExactly("key: reason");
    }
}
