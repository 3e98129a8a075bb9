package dev.moorage.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Repeats one operation, each time with another call to the backend failing in one of the ways, until all calls have failed
 * once. The operation must succeed, or fail with an exception that leaves open whether it took effect. It must never fail
 * with one that says that it did not take effect, or that another writer came first.
 */
final class FaultTrials implements AutoCloseable {
    private static final int MOST_CALLS = 1000;

    private final DriverUnderTest test;
    private final FaultInjection faults;
    private StorageDriver driver;

    FaultTrials(DriverUnderTest test) throws IOException {
        this.faults = Claims.provided(test.faults(), "faults()");
        this.test = test;
        this.driver = test.open();
    }

    /**
     * The driver of the trial. When it reports that it is unhealthy, another one is opened, as an operator would restart the
     * server.
     */
    StorageDriver driver() throws IOException {
        if (driver.check() instanceof HealthStatus.Unhealthy) {
            driver.close();
            driver = test.open();
        }
        return driver;
    }

    /** The operation that is tried. */
    interface Trial {
        /**
         * Prepares a trial. Nothing fails during this call.
         *
         * @param name a name for keys, different for each trial
         */
        Step prepare(String name) throws IOException;
    }

    /**
     * One call of the port, and what must hold afterwards.
     *
     * @param call runs while the backend fails. An {@link AssertionError} means that its result is wrong
     * @param check runs when the backend no longer fails
     */
    record Step(Call call, Check check) {}

    /** One call of the port. */
    interface Call {
        void make() throws IOException;
    }

    /** Checks the state after a call. */
    interface Check {
        /**
         * @param failure the exception with which the call failed, or empty when it succeeded
         */
        void look(Optional<IOException> failure) throws IOException;
    }

    /** Runs the trial with every fault. */
    void everyFault(Trial trial) throws IOException {
        for (FaultInjection.Moment moment : FaultInjection.Moment.values()) {
            for (int count : new int[] {1, FaultInjection.Fault.OUTAGE}) {
                boolean fired = true;
                for (int first = 1; fired; first++) {
                    assertThat(first).as("calls of one operation").isLessThan(MOST_CALLS);
                    fired = fires(trial, new FaultInjection.Fault(first, count, moment));
                }
            }
        }
    }

    private boolean fires(Trial trial, FaultInjection.Fault fault) throws IOException {
        String name = (fault.moment() + "-" + (fault.count() == 1 ? "once" : "from") + "-" + fault.first())
                .toLowerCase(Locale.ROOT);
        Step step = trial.prepare(name);
        Optional<IOException> failure = Optional.empty();
        boolean fired;
        faults.arm(fault);
        try {
            step.call().make();
        } catch (ConditionFailedException | StagingFencedException | StagedBytesLostException e) {
            throw new AssertionError("told that it has no effect, with " + fault, e);
        } catch (IOException e) {
            Secrets.requireNone(test.secrets(), e);
            failure = Optional.of(e);
        } finally {
            fired = faults.disarm();
        }
        if (!fired && failure.isPresent()) {
            throw new AssertionError("fails where nothing failed, with " + fault, failure.get());
        }
        try {
            step.check().look(failure);
        } catch (IOException | AssertionError e) {
            throw new AssertionError(
                    fault + ", " + failure.map(Exception::toString).orElse("answered"), e);
        }
        return fired;
    }

    @Override
    public void close() throws IOException {
        driver.close();
    }
}
