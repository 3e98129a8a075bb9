package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageLimits;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.report.Findings;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a driver reports about itself, and its limits. The summary lists these facts. */
public interface MeasurementContract extends DriverUnderTest {
    @Test
    default void theLimitsAreTheSameForEveryDriverOverAStorage(Findings findings) throws IOException {
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            StorageLimits told = driver.limits();
            assertThat(other.limits()).isEqualTo(told);
            assertThat(other.deleteFence()).isEqualTo(driver.deleteFence());
            findings.note("conditionalWrites", conditionalWrites());
            findings.note("truncatesAnywhere", truncatesAnywhere());
            findings.note("readsStaged", readsStaged());
            findings.note("fencesWriters", fencesWriters());
            findings.note("deleteFence", driver.deleteFence());
            findings.note("minChunkLength", told.minChunkLength() + " bytes");
            findings.note("maxMonolithicPut", told.maxMonolithicPut() + " bytes");
            put(driver, key("limited"), "x");
            assertThat(driver.limits()).as("after it was used").isEqualTo(told);
        }
    }

    @Test
    default void keysOfHundredsOfCharactersWork(Findings findings) throws IOException {
        try (StorageDriver driver = open()) {
            for (int length : new int[] {256, 512, 768, 900, ObjectKey.MAX_LENGTH}) {
                ObjectKey key = keyOf(length);
                try {
                    put(driver, key, "deep");
                } catch (IOException | IllegalArgumentException e) {
                    assertThat(length)
                            .as("characters of a key that is refused: %s", e)
                            .isGreaterThan(768);
                    break;
                }
                assertContent(read(driver, key)).contains(DriverUnderTest.bytes("deep"));
                findings.note(
                        "longest key", length + " characters, of the " + ObjectKey.MAX_LENGTH + " that are legal");
            }
        }
    }

    private static ObjectKey keyOf(int length) {
        StringBuilder key = new StringBuilder(key("long").value());
        while (key.length() < length) {
            key.append(key.length() % 200 == 0 && key.length() < length - 1 ? '/' : 'k');
        }
        return new ObjectKey(key.toString());
    }

    @Test
    default void objectsOfSomeMebibytesArePutWhole(Findings findings) throws IOException {
        try (StorageDriver driver = open()) {
            byte[] whole = Bodies.random(111, driver.limits().maxMonolithicPut());
            driver.put(key("whole"), whole, WriteCondition.ANY, Durability.POWER_LOSS);
            assertContent(read(driver, key("whole"))).contains(whole);
            for (int mebibytes : new int[] {1, 4, 16}) {
                byte[] content = Bodies.random(mebibytes, mebibytes << 20);
                try {
                    driver.put(key("large"), content, WriteCondition.ANY, Durability.PROCESS_CRASH);
                } catch (IOException e) {
                    assertThat(mebibytes)
                            .as("MiB of an object that is refused: %s", e)
                            .isGreaterThan(4);
                    break;
                }
                assertContent(read(driver, key("large"))).contains(content);
                findings.note("largest put", mebibytes + " MiB, of 16 that were tried");
            }
        }
    }

    @Test
    default void aPageIsNoLargerThanItWasAskedFor(Findings findings) throws IOException {
        try (StorageDriver driver = open()) {
            for (int i = 0; i < 120; i++) {
                put(driver, key("paged/" + i), "x");
            }
            ObjectPage page = driver.list(key("paged"), ListOptions.recursive(100));
            assertThat(page.entries()).hasSizeBetween(1, 100);
            assertThat(page.next()).isPresent();
            findings.note("a page of 100, of 120 keys", page.entries().size() + " entries");
            ObjectPage all = driver.list(key("paged"), ListOptions.recursive(1000));
            assertThat(all.entries()).isNotEmpty();
            findings.note("a page of 1000, of 120 keys", all.entries().size() + " entries");
        }
    }

    @Test
    default void whatIsToSurviveAPowerCutMayTakeLonger(Findings findings) throws IOException {
        try (StorageDriver driver = open()) {
            for (Durability durability : Durability.values()) {
                long[] nanos = new long[15];
                for (int i = 0; i < nanos.length; i++) {
                    ObjectKey key = key("timed/" + durability + "/" + i);
                    long begin = System.nanoTime();
                    driver.put(key, new byte[300], WriteCondition.IF_ABSENT, durability);
                    nanos[i] = System.nanoTime() - begin;
                    assertThat(driver.stat(key)).isPresent();
                }
                findings.note("put of 300 bytes, " + durability, median(nanos));
            }
            long[] nanos = new long[9];
            for (int i = 0; i < nanos.length; i++) {
                long begin = System.nanoTime();
                Upload.whole(driver, key("staging/timed-" + i), new byte[300], key("timed/staged/" + i));
                nanos[i] = System.nanoTime() - begin;
            }
            findings.note("stage, append, seal, publish and discard of 300 bytes", median(nanos));
        }
    }

    private static String median(long[] nanos) {
        Arrays.sort(nanos);
        return TimeUnit.NANOSECONDS.toMicros(nanos[nanos.length / 2]) + " microseconds";
    }

    @Test
    default void aBodyOfSeveralPartsBecomesAnObject(Findings findings) throws IOException {
        try (StorageDriver driver = open()) {
            byte[] content = Bodies.random(113, 24 << 20);
            long begin = System.nanoTime();
            try (StagedObject staged = Upload.begin(driver, key("staging/parts"), 1)) {
                staged.append(Bodies.of(content));
                staged.publish(staged.seal(), key("parts"));
                staged.discard();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            assertContent(read(driver, key("parts"))).contains(content);
            findings.note("staged and published, 24 MiB", Math.round(24 / seconds) + " MiB/s");
        }
    }
}
