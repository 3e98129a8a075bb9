package dev.moorage.storage.azure;

import static dev.moorage.storage.azure.simulated.Operation.GET_PROPERTIES;
import static dev.moorage.storage.azure.simulated.Operation.PUT_BLOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.azure.simulated.Fault;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Objects that refer to staged blobs. */
class ReferencesTest {
    private static final ObjectKey AREA = new ObjectKey("uploads/1");
    private static final ObjectKey TARGET = new ObjectKey("blobs/1");
    private static final byte[] CONTENT = Bodies.random(1, 30_000);

    private final SimulatedDrivers drivers = new SimulatedDrivers(true, 8192, 50_000);
    private final StorageDriver driver = drivers.open();

    private StagedObject staged() throws IOException {
        StagedObject staged = driver.stage(new StagingRequest.Begin(AREA, 1, Optional.empty(), OptionalLong.empty()))
                .orElseThrow();
        staged.append(Bodies.of(CONTENT));
        return staged;
    }

    private StagedObject reopen(long generation, StagedState state) throws IOException {
        return driver.stage(new StagingRequest.Reopen(AREA, generation, state)).orElseThrow();
    }

    private void publish() throws IOException {
        StagedObject staged = staged();
        assertThat(staged.publish(staged.seal(), TARGET)).isEqualTo(Published.CREATED);
        staged.discard();
    }

    @Test
    void aReferenceIsReadStatedListedAndPresignedAsTheObjectWhateverTheModeIsNow() throws IOException {
        publish();
        StorageDriver copying = new SimulatedDrivers(drivers, false).open();
        assertThat(copying.stat(TARGET).map(ObjectInfo::size)).contains(30_000L);
        assertThat(DriverUnderTest.read(copying, TARGET)).contains(CONTENT);
        assertThat(DriverUnderTest.read(copying, TARGET, new ByteRange(20_000, 100)))
                .contains(Arrays.copyOfRange(CONTENT, 20_000, 20_100));
        assertThat(DriverUnderTest.read(copying, TARGET, new ByteRange(40_000, 1)))
                .contains(new byte[0]);
        assertThat(copying.list(new ObjectKey("blobs"), ListOptions.recursive(9))
                        .entries())
                .containsExactly(new ObjectPage.Found(TARGET, 30_000));
        PresignRequest request = new PresignRequest(TARGET, Duration.ofMinutes(1));
        assertThat(copying.presign(request).orElseThrow().getPath()).contains("/root/.moorage/staged/uploads/1/");
    }

    @Test
    void deletingAReferenceDeletesWhatItRefersTo() throws IOException {
        publish();
        assertThat(drivers.account.names()).hasSize(2);
        driver.delete(TARGET, WriteCondition.ANY, Durability.POWER_LOSS);
        assertThat(drivers.account.names()).isEmpty();
    }

    @Test
    void whatAReferenceNamesSurvivesTheDiscardOfAPublishingThatCrashed() throws IOException {
        StagedObject crashed = staged();
        StagedState state = crashed.state();
        drivers.service.next(PUT_BLOB, Fault.ANSWER_LOST, Fault.LOST, Fault.LOST);
        drivers.service.next(GET_PROPERTIES, Fault.LOST, Fault.LOST, Fault.LOST);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> crashed.publish(crashed.seal(), TARGET));
        reopen(2, state).discard();
        assertThat(DriverUnderTest.read(driver, TARGET)).contains(CONTENT);
    }

    @Test
    void whatAReferenceThatIsStillOnItsWayWillNameIsNotDiscardedBeforeLong() throws IOException {
        StagedObject crashed = staged();
        StagedState state = crashed.state();
        drivers.service.next(PUT_BLOB, Fault.DELAYED, Fault.DELAYED, Fault.DELAYED);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> crashed.publish(crashed.seal(), TARGET));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> reopen(2, state).discard());
        drivers.service.arrive();
        assertThat(DriverUnderTest.read(driver, TARGET)).contains(CONTENT);
    }

    @Test
    void aPublishingThatCrashedAfterItsMarkerIsDiscardedOnceNothingCanArriveAnyMore() throws IOException {
        StagedObject crashed = staged();
        StagedState state = crashed.state();
        drivers.service.next(PUT_BLOB, Fault.LOST, Fault.LOST, Fault.LOST);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> crashed.publish(crashed.seal(), TARGET));
        drivers.account.pass(Duration.ofHours(2));
        reopen(2, state).discard();
        assertThat(drivers.account.names()).isEmpty();
    }

    @Test
    void aPublishingThatCrashedAfterItsMarkerIsFinishedByTheNext() throws IOException {
        StagedObject crashed = staged();
        StagedState state = crashed.state();
        drivers.service.next(PUT_BLOB, Fault.LOST, Fault.LOST, Fault.LOST);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> crashed.publish(crashed.seal(), TARGET));
        StagedObject again = reopen(2, state);
        assertThat(again.publish(again.seal(), TARGET)).isEqualTo(Published.CREATED);
        assertThat(DriverUnderTest.read(driver, TARGET)).contains(CONTENT);
    }

    @Test
    void aWriterThatContinuesAfterAnOlderOneHasPublishedChangesNothingOfIt() throws IOException {
        StagedObject older = staged();
        StagedObject younger = reopen(2, older.state());
        older.publish(older.seal(), TARGET);
        younger.append(Bodies.of(Bodies.random(2, 10_000)));
        younger.publish(younger.seal(), new ObjectKey("blobs/2"));
        younger.discard();
        assertThat(DriverUnderTest.read(driver, TARGET)).contains(CONTENT);
        assertThat(driver.stat(new ObjectKey("blobs/2")).map(ObjectInfo::size)).contains(40_000L);
    }

    @Test
    void aPushThatFindsTheObjectThereLeavesNothingBehind() throws IOException {
        driver.put(TARGET, CONTENT, WriteCondition.ANY, Durability.POWER_LOSS);
        StagedObject staged = staged();
        assertThat(staged.publish(staged.seal(), TARGET)).isEqualTo(Published.ALREADY_THERE);
        staged.discard();
        assertThat(drivers.account.names()).containsExactly("root/blobs/1");
    }
}
