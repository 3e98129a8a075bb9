package dev.moorage.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.ConditionFailedException;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.StagingFencedException;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Does one thing again and again, each time with another call to the backend failing, in every way, until there is no such call.
 * It must succeed, or fail with what leaves open whether it took effect: never with what says that it did not, or that
 * somebody else was there.
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

    /** The driver; another one once it says that it is not well, as an operator would restart the server. */
    StorageDriver driver() throws IOException {
        if (driver.check() instanceof HealthStatus.Unhealthy) {
            driver.close();
            driver = test.open();
        }
        return driver;
    }

    /** What is tried. */
    interface Trial {
        /**
         * Makes everything ready; nothing fails meanwhile.
         *
         * @param name for keys, another each time
         */
        Step prepare(String name) throws IOException;
    }

    /**
     * One call of the port, and what must be true afterwards.
     *
     * @param call what is done while the backend fails; an {@link AssertionError} is a wrong answer
     * @param check what is done when it does not fail any more
     */
    record Step(Call call, Check check) {}

    /** One call of the port. */
    interface Call {
        void make() throws IOException;
    }

    /** Looks at the state after a call. */
    interface Check {
        /**
         * @param failure what the call failed with; empty when it succeeded
         */
        void look(Optional<IOException> failure) throws IOException;
    }

    /** Tries with every fault. */
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
