package dev.moorage.application.service.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** How often a check runs, when it fails, and what becomes of one that hangs. */
class ObservedCheckTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Queue<Runnable> runs = new ArrayDeque<>();
    private Optional<String> result = Optional.empty();
    private int asked;
    private long now = 77;

    private ObservedCheck check(int threshold) {
        return new ObservedCheck(
                () -> {
                    asked++;
                    return result;
                },
                new ObservedCheck.Terms("store", INTERVAL, threshold, false),
                runs::add,
                () -> now);
    }

    private Optional<String> afterOneRun(ObservedCheck check) {
        now += INTERVAL.toNanos();
        check.begin();
        runs.remove().run();
        return check.problem(true);
    }

    @Test
    void aResultIsKeptForTheInterval() {
        ObservedCheck check = check(1);
        assertThat(afterOneRun(check)).isEmpty();
        now += INTERVAL.toNanos() - 1;
        check.begin();
        assertThat(runs).isEmpty();
        now++;
        check.begin();
        check.begin();
        assertThat(runs).as("one run at a time").hasSize(1);
        runs.remove().run();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aCheckThatHasSucceededFailsWithTheFailuresOfTheThresholdInARow() {
        ObservedCheck check = check(3);
        assertThat(afterOneRun(check)).isEmpty();
        result = Optional.of("it is gone");
        assertThat(afterOneRun(check)).isEmpty();
        assertThat(afterOneRun(check)).isEmpty();
        assertThat(afterOneRun(check)).contains("it is gone");
        result = Optional.empty();
        assertThat(afterOneRun(check)).isEmpty();
        result = Optional.of("it is gone again");
        assertThat(afterOneRun(check)).isEmpty();
    }

    @Test
    void aCheckThatNeverSucceededFailsAtOnce() {
        result = Optional.of("it is not there");
        ObservedCheck check = check(3);
        assertThat(afterOneRun(check)).contains("it is not there");
        assertThat(check.problem(false)).as("no reason for a restart").isEmpty();
    }

    @Test
    void aRunThatHangsIsAFailureAtTheDeadlineAndOneMoreWithEachInterval() {
        ObservedCheck check = check(3);
        assertThat(afterOneRun(check)).isEmpty();
        now += INTERVAL.toNanos();
        check.begin();
        now += ObservedCheck.DEADLINE.toNanos();
        assertThat(check.problem(true)).isEmpty();
        now += INTERVAL.multipliedBy(2).toNanos() - 1;
        assertThat(check.problem(true)).isEmpty();
        now++;
        assertThat(check.problem(true)).contains("there is no answer since 21 s");
        check.begin();
        assertThat(runs).as("the run that hangs is the only one").hasSize(1);
        runs.remove().run();
        assertThat(check.problem(true)).isEmpty();
    }

    @Test
    void aCheckThatBreaksIsAFailure() {
        ObservedCheck check = new ObservedCheck(
                () -> {
                    throw new IllegalStateException("secret");
                },
                new ObservedCheck.Terms("store", INTERVAL, 1, false),
                runs::add,
                () -> now);
        assertThat(afterOneRun(check)).contains("the check failed");
    }

    @Test
    void anAnswerDoesNotWaitForAStoreThatHangs() {
        CountDownLatch hang = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ObservedCheck hanging = new ObservedCheck(
                    () -> {
                        await(hang);
                        return Optional.empty();
                    },
                    new ObservedCheck.Terms("store", INTERVAL, 1, false),
                    threads,
                    System::nanoTime);
            ObservedCheck well = new ObservedCheck(
                    Optional::empty, new ObservedCheck.Terms("http", INTERVAL, 1, true), threads, System::nanoTime);
            HealthReport report = new HealthReport(List.of(hanging, well));
            long begun = System.nanoTime();
            assertThat(report.liveness()).isEmpty();
            assertThat(report.readiness()).containsOnlyKeys("store");
            assertThat(report.isFailing()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            hang.countDown();
        }
    }

    @Test
    void aRegistryThatStopsIsAliveAndNotReady() {
        ObservedCheck broken = new ObservedCheck(
                () -> Optional.of("the port is closed"),
                new ObservedCheck.Terms("http", INTERVAL, 1, true),
                Runnable::run,
                () -> now);
        HealthReport report = new HealthReport(List.of(broken));
        assertThat(report.liveness()).isEqualTo(Map.of("http", "the port is closed"));
        report.stop();
        assertThat(report.liveness()).isEmpty();
        assertThat(report.readiness()).containsOnlyKeys("http", "stopping");
        HealthReport well = new HealthReport(List.of());
        well.stop();
        assertThat(well.readiness()).isEqualTo(Map.of("stopping", "the registry is stopping"));
        assertThat(well.isFailing()).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
