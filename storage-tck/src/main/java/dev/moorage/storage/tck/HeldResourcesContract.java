package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.put;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A client that sends or takes nothing for a long time holds no lock and no connection that others need. */
public interface HeldResourcesContract extends DriverUnderTest {
    /** More than any pool of a driver has. */
    int CLIENTS = 40;

    @Test
    default void bodiesThatWaitHoldNothingThatOthersNeed() throws Exception {
        try (StorageDriver driver = open();
                StorageDriver other = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            WaitingBodies bodies = new WaitingBodies();
            List<Future<Long>> appends = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    StagedObject staged = Upload.begin(driver, key("staging/waits-" + i), 1);
                    appends.add(threads.submit(() -> {
                        try (staged) {
                            return staged.append(bodies.body()).size();
                        }
                    }));
                }
                Patience.within("the first bytes of " + CLIENTS + " bodies", () -> bodies.awaitBegun(CLIENTS));
                Patience.within("other calls while " + CLIENTS + " bodies wait", () -> use(driver, "same"));
                Patience.within("calls of another replica while bodies wait", () -> use(other, "other"));
            } finally {
                bodies.end();
            }
            for (Future<Long> append : appends) {
                assertThat(append.get()).as("bytes of a body that waited").isEqualTo(WaitingBodies.LENGTH);
            }
        }
    }

    @Test
    default void readersThatWaitHoldNothingThatOthersNeed() throws Exception {
        byte[] content = Bodies.random(151, 600_000);
        ObjectKey key = key("read-slowly");
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            driver.put(key, content, WriteCondition.ANY, Durability.PROCESS_CRASH);
            List<ObjectContent> contents = new ArrayList<>();
            try {
                Patience.within("opening " + CLIENTS + " contents", () -> {
                    for (int i = 0; i < CLIENTS; i++) {
                        contents.add(driver.open(key, ByteRange.WHOLE).orElseThrow());
                        contents.getLast().read(ByteBuffer.allocate(10));
                    }
                    return true;
                });
                Patience.within("other calls while " + CLIENTS + " readers wait", () -> use(driver, "same"));
                Patience.within("calls of another replica while readers wait", () -> use(other, "other"));
                Patience.within("replacing and deleting what is being read", () -> {
                    put(driver, key, "replaced");
                    driver.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
                    return true;
                });
            } finally {
                for (ObjectContent each : contents) {
                    Optional<byte[]> rest = ObjectContract.readOrFailed(each);
                    if (rest.isPresent()) {
                        byte[] end = Arrays.copyOfRange(content, content.length - rest.get().length, content.length);
                        assertContent(rest)
                                .as("the rest of what a slow reader opened")
                                .contains(end);
                        assertThat(rest.get().length).isGreaterThanOrEqualTo(content.length - 10);
                    }
                }
            }
        }
    }

    private static boolean use(StorageDriver driver, String name) throws Exception {
        ObjectKey key = key("used/" + name + "/data");
        put(driver, key, name);
        assertContent(read(driver, key)).contains(bytes(name));
        assertThat(driver.list(key("used"), ListOptions.recursive(10)).entries())
                .isNotEmpty();
        driver.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
        Upload.whole(driver, key("staging/used-" + name), bytes(name), key("used/" + name + "/published"));
        assertThat(driver.stat(key("used/" + name + "/published"))).isPresent();
        driver.check();
        return true;
    }
}
