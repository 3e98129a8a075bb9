package dev.moorage.storage.azure;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.Stalling;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class ReferenceCommitContractTest implements AzureContract {
    private final SimulatedDrivers drivers = new SimulatedDrivers(true, 8192, 5000);

    @Override
    public StorageDriver open() {
        return drivers.open();
    }

    @Override
    @Test
    @Disabled("the simulated store keeps everything in memory")
    public void fiveGibibytesBecomeAnObject() {}

    @Override
    @Test
    @Disabled("what was referred to by an object that is deleted at once is discarded an hour later (ADR 9)")
    public void publishingAgainstDeletingLeavesTheWholeObjectOrNone() {}

    @Override
    public Optional<Stalling> stalling() {
        return Optional.of(drivers.service.stalls());
    }

    @Override
    public void passTime(Duration time) {
        drivers.account.pass(time);
    }
}
