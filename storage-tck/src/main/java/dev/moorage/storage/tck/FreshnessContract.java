package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.DriverUnderTest.key;

import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A read sees every change whose call returned before the read began, in whichever process. No answer is a moment old. */
public interface FreshnessContract extends DriverUnderTest {
    @Test
    default void aDriverSeesItsOwnChangesAtOnce() throws IOException {
        try (StorageDriver driver = open()) {
            new Freshness(driver, driver, key("fresh/own")).check();
        }
    }

    @Test
    default void anotherReplicaSeesChangesAtOnce() throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            new Freshness(driver, other, key("fresh/replica")).check();
        }
    }

    @Test
    default void whatAnotherProcessChangesIsSeenAtOnce() throws IOException {
        try (SteppedProcess process = Claims.provided(steppedProcess(), "otherProcess()");
                StorageDriver driver = open()) {
            new Freshness(process.driver(), driver, key("fresh/from-process")).check();
            new Freshness(driver, process.driver(), key("fresh/to-process")).check();
        }
    }
}
