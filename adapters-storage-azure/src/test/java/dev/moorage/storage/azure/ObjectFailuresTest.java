package dev.moorage.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.azure.simulated.Fault;
import dev.moorage.storage.azure.simulated.Operation;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** AzureExceptions while objects are put, read, listed and deleted. */
class ObjectFailuresTest {
    private static final ObjectKey KEY = new ObjectKey("some/object");
    private static final byte[] CONTENT = Bodies.random(1, 100_000);

    private final SimulatedDrivers drivers = new SimulatedDrivers(false, 8192, 50_000);
    private final StorageDriver driver = drivers.open();

    @AfterEach
    void close() throws IOException {
        driver.close();
    }

    private ObjectVersion put(byte[] content, WriteCondition condition) throws IOException {
        return driver.put(KEY, content, condition, Durability.POWER_LOSS);
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "FAILED_AFTER"})
    void aConditionIsNotLostToOnesOwnWriteWhoseAnswerWasLost(Fault fault) throws IOException {
        drivers.service.next(Operation.PUT_BLOB, fault);
        ObjectVersion first = put(new byte[1], WriteCondition.IF_ABSENT);
        assertThat(driver.stat(KEY).orElseThrow().version()).isEqualTo(first);
        drivers.service.next(Operation.PUT_BLOB, fault);
        ObjectVersion second = put(new byte[2], WriteCondition.ifVersion(first));
        drivers.service.next(Operation.DELETE_BLOB, fault);
        driver.delete(KEY, WriteCondition.ifVersion(second), Durability.POWER_LOSS);
        assertThat(driver.stat(KEY)).isEmpty();
    }

    @Test
    void aConditionIsLostToAnothersWriteBeforeARetry() throws IOException {
        drivers.service.next(Operation.PUT_BLOB, Fault.LOST);
        drivers.service.beforeNext(
                Operation.PUT_BLOB, () -> drivers.account.put("root/some/object", "BlockBlob", new byte[] {7}));
        assertThatExceptionOfType(ConditionFailedException.class)
                .isThrownBy(() -> put(new byte[1], WriteCondition.IF_ABSENT));
        assertThat(DriverUnderTest.read(driver, KEY)).contains(new byte[] {7});
    }

    @Test
    void anAppendBlobOfOldDistributionsIsReadAndReplaced() throws IOException {
        drivers.account.put("root/some/object", "AppendBlob", new byte[] {1, 2});
        assertThat(DriverUnderTest.read(driver, KEY)).contains(new byte[] {1, 2});
        put(new byte[] {3}, WriteCondition.ANY);
        assertThat(DriverUnderTest.read(driver, KEY)).contains(new byte[] {3});
    }

    @Test
    void aReadingThatBreaksOffGoesOnWhereItWas() throws IOException {
        put(CONTENT, WriteCondition.ANY);
        drivers.service.next(Operation.GET_BLOB, Fault.BROKEN_BODY, Fault.BROKEN_BODY);
        assertThat(DriverUnderTest.read(driver, KEY, new ByteRange(10, 90_000)))
                .contains(java.util.Arrays.copyOfRange(CONTENT, 10, 90_010));
    }

    @Test
    void aReadingThatBreaksOffDoesNotGoOnInAnotherVersion() throws IOException {
        put(CONTENT, WriteCondition.ANY);
        drivers.service.next(Operation.GET_BLOB, Fault.BROKEN_BODY);
        try (ObjectContent content = driver.open(KEY, ByteRange.WHOLE).orElseThrow()) {
            put(Bodies.random(2, 100_000), WriteCondition.ANY);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> DriverUnderTest.readAll(content));
        }
    }

    @Test
    void aListingStartsAfterItsPositionAlsoWhereTheServiceBeginsAtTheStart() throws IOException {
        drivers.account.knowsStartFrom = false;
        for (String name : List.of("a/1", "b/1", "b/2", "c", "d/1")) {
            driver.put(new ObjectKey("in/" + name), new byte[1], WriteCondition.ANY, Durability.POWER_LOSS);
        }
        ObjectKey in = new ObjectKey("in");
        assertThat(driver.list(in, ListOptions.children(2).after("in/b/1")).entries())
                .extracting(ObjectPage.Entry::text)
                .containsExactly("in/c", "in/d/");
        assertThat(driver.list(in, ListOptions.recursive(2).after("in/b/1")).entries())
                .extracting(ObjectPage.Entry::text)
                .containsExactly("in/b/2", "in/c");
    }

    @Test
    void aStoreThatDoesNotAnswerIsUnhealthyWithoutItsName() {
        drivers.service.next(Operation.GET_BLOB, Fault.LOST, Fault.LOST, Fault.LOST);
        assertThat(driver.check())
                .isEqualTo(new HealthStatus.Unhealthy("the store did not answer Get Blob: IOException"));
        drivers.account.pass(Duration.ofSeconds(6));
        assertThat(driver.check()).isEqualTo(new HealthStatus.Healthy());
    }
}
