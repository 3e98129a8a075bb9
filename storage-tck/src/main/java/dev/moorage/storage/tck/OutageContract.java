package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The backend does not respond for a while: the driver says so, and works again afterwards. */
public interface OutageContract extends DriverUnderTest {
    /** More failures than a driver has connections, locks, or buffers. */
    int FAILURES = 40;

    @Test
    default void theCheckSaysThatTheBackendFailsAndThatItWorksAgain() throws IOException {
        FaultInjection faults = Claims.provided(faults(), "faults()");
        try (StorageDriver driver = open()) {
            faults.arm(new FaultInjection.Fault(1, FaultInjection.Fault.OUTAGE, FaultInjection.Moment.REFUSED));
            try {
                attempt(() -> driver.put(key("outage"), bytes("x"), WriteCondition.ANY, Durability.POWER_LOSS));
                assertThat(driver.check())
                        .as("the check while the backend refuses every call")
                        .isInstanceOf(HealthStatus.Unhealthy.class);
                HealthStatus.Unhealthy ill = (HealthStatus.Unhealthy) driver.check();
                assertThat(ill.reason()).as("the reason for operators").isNotBlank();
                Secrets.requireNone(secrets(), ill.reason());
            } finally {
                faults.disarm();
            }
        }
        try (StorageDriver driver = open()) {
            assertThat(driver.check()).as("the check after the outage").isEqualTo(new HealthStatus.Healthy());
        }
    }

    private static void attempt(FaultTrials.Call call) {
        try {
            call.make();
        } catch (IOException _) {
            // Expected while the backend fails. Some calls may not need it.
        }
    }

    @Test
    default void operationsThatFailHoldNothingAfterwards() throws Exception {
        FaultInjection faults = Claims.provided(faults(), "faults()");
        try (StorageDriver driver = open()) {
            put(driver, key("leak/there"), "there");
            long before = 0;
            for (int i = 0; i < FAILURES; i++) {
                for (FaultInjection.Moment moment : FaultInjection.Moment.values()) {
                    int call = i;
                    Patience.within(
                            "calls that fail, after " + i + " failures", () -> failing(driver, faults, call, moment));
                }
                before = i == 4 ? openFiles() : before;
            }
            assertThat(openFiles() - before)
                    .as("files that stay open after %d operations that failed", FAILURES)
                    .isLessThan(FAILURES / 2);
        }
        try (StorageDriver driver = open()) {
            Patience.within("calls of a new driver after failures", () -> {
                put(driver, key("leak/after"), "after");
                assertContent(read(driver, key("leak/after"))).contains(bytes("after"));
                return true;
            });
        }
    }

    private static boolean failing(StorageDriver driver, FaultInjection faults, int i, FaultInjection.Moment moment)
            throws IOException {
        ObjectKey there = key("leak/there");
        faults.arm(new FaultInjection.Fault(1 + i % 4, FaultInjection.Fault.OUTAGE, moment));
        try {
            attempt(() -> driver.stat(there));
            attempt(() -> driver.open(there, ByteRange.WHOLE).ifPresent(ObjectContent::close));
            attempt(() -> driver.list(key("leak"), ListOptions.recursive(10)));
            attempt(() -> driver.put(key("leak/put-" + i), bytes("x"), WriteCondition.ANY, Durability.POWER_LOSS));
            attempt(() -> driver.delete(key("leak/put-" + i), WriteCondition.ANY, Durability.POWER_LOSS));
            attempt(() -> {
                try (StagedObject staged = Upload.begin(driver, key("staging/leak-" + i + "-" + moment), 1)) {
                    attempt(() -> staged.append(Bodies.of(new byte[10_000])));
                    attempt(staged::seal);
                    attempt(staged::discard);
                }
            });
        } finally {
            faults.disarm();
        }
        attempt(() -> driver.stat(there));
        return true;
    }

    /** The files and connections that this process has open. 0 where the operating system does not list them. */
    private static long openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.count();
        }
    }
}
