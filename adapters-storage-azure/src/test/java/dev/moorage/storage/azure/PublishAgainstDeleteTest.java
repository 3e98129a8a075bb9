package dev.moorage.storage.azure;

import static dev.moorage.storage.azure.simulated.Operation.ABORT_COPY;
import static dev.moorage.storage.azure.simulated.Operation.COPY_BLOB;
import static dev.moorage.storage.azure.simulated.Operation.DELETE_BLOB;
import static dev.moorage.storage.azure.simulated.Operation.GET_PROPERTIES;
import static dev.moorage.storage.azure.simulated.Operation.PUT_BLOB;
import static dev.moorage.storage.azure.simulated.Operation.PUT_BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.azure.simulated.Fault;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * Another process deletes the published object, or the staged blob, between two requests. Then either the object is
 * published after all, or the staged bytes are reported lost. No client receives an error of the store.
 */
class PublishAgainstDeleteTest {
    private static final ObjectKey AREA = new ObjectKey("uploads/1");
    private static final ObjectKey TARGET = new ObjectKey("blobs/1");
    private static final String BLOB = "root/blobs/1";
    private static final byte[] CONTENT = Bodies.random(1, 30_000);

    private final SimulatedDrivers drivers = new SimulatedDrivers(false, 8192, 160);
    private final StorageDriver driver = drivers.open();

    private static StagedObject begin(StorageDriver driver, Optional<ObjectKey> target) throws IOException {
        return driver.stage(new StagingRequest.Begin(AREA, 1, target, OptionalLong.empty()))
                .orElseThrow();
    }

    private static StagedObject reopen(StorageDriver driver, StagedState state) throws IOException {
        return driver.stage(new StagingRequest.Reopen(AREA, 2, state)).orElseThrow();
    }

    @Test
    void aCopyThatIsDeletedWhileItIsPendingIsMadeAgain() throws IOException {
        drivers.account.copyPolls = 3;
        StagedObject staged = begin(driver, Optional.empty());
        staged.append(Bodies.of(CONTENT));
        drivers.service.beforeNext(GET_PROPERTIES, () -> drivers.account.remove(BLOB));
        assertThat(staged.publish(staged.seal(), TARGET)).isEqualTo(Published.CREATED);
        assertThat(drivers.account.content(BLOB)).contains(CONTENT);
    }

    @Test
    void aCopyThatIsDeletedJustWhenItIsGivenUpIsMadeAgain() throws IOException {
        drivers.account.copyPolls = 1000;
        StagedObject crashed = begin(driver, Optional.empty());
        crashed.append(Bodies.of(CONTENT));
        StagedState state = crashed.state();
        drivers.service.next(COPY_BLOB, Fault.ANSWER_LOST, Fault.LOST, Fault.LOST);
        drivers.service.next(GET_PROPERTIES, Fault.LOST, Fault.LOST, Fault.LOST);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> crashed.publish(crashed.seal(), TARGET));
        drivers.service.beforeNext(ABORT_COPY, () -> {
            drivers.account.remove(BLOB);
            drivers.account.copyPolls = 0;
        });
        StagedObject again = reopen(driver, state);
        assertThat(again.publish(again.seal(), TARGET)).isEqualTo(Published.CREATED);
        assertThat(drivers.account.content(BLOB)).contains(CONTENT);
    }

    @Test
    void aWriterThatContinuesACopyOfWhatIsDeletedFindsItLost() throws IOException {
        StorageDriver referring = new SimulatedDrivers(drivers, true).open();
        StagedObject crashed = begin(referring, Optional.empty());
        crashed.append(Bodies.of(CONTENT));
        StagedState state = crashed.state();
        drivers.service.next(PUT_BLOB, Fault.LOST, Fault.LOST, Fault.LOST);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> crashed.publish(crashed.seal(), TARGET));
        StagedObject again = reopen(referring, state);
        drivers.service.beforeNext(COPY_BLOB, () -> drivers.account.names().forEach(drivers.account::remove));
        assertThatExceptionOfType(StagedBytesLostException.class).isThrownBy(() -> again.append(Bodies.of(CONTENT)));
    }

    @Test
    void aBodyWhoseTargetStopsTakingItsBlocksIsLost() throws IOException {
        StagedObject staged = begin(driver, Optional.of(TARGET));
        staged.append(Bodies.of(Arrays.copyOf(CONTENT, 10_000)));
        drivers.service.beforeNext(PUT_BLOCK, () -> drivers.account.put(BLOB, "AppendBlob", new byte[7]));
        assertThatExceptionOfType(StagedBytesLostException.class)
                .isThrownBy(() -> staged.append(Bodies.of(Arrays.copyOfRange(CONTENT, 10_000, 30_000))));
    }

    @Test
    void anAppendBlobThatTwoReplaceAtOnceIsReplacedByBoth() throws IOException {
        drivers.account.put(BLOB, "AppendBlob", new byte[7]);
        drivers.service.beforeNext(
                DELETE_BLOB,
                () -> drivers.service.beforeNext(
                        PUT_BLOB, () -> drivers.account.put(BLOB, "BlockBlob", new byte[] {1})));
        driver.put(TARGET, new byte[] {2}, WriteCondition.ANY, Durability.POWER_LOSS);
        assertThat(drivers.account.content(BLOB)).contains(new byte[] {2});
    }
}
