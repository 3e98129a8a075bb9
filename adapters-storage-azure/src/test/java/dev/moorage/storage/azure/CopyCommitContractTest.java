package dev.moorage.storage.azure;

import dev.moorage.storage.spi.StorageDriver;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class CopyCommitContractTest implements AzureContract {
    private final SimulatedDrivers drivers = new SimulatedDrivers(false, 8192, 5000);

    @Override
    public StorageDriver open() {
        return drivers.open();
    }

    @Override
    @Test
    @Disabled("the simulated store keeps everything in memory")
    public void fiveGibibytesBecomeAnObject() {}
}
