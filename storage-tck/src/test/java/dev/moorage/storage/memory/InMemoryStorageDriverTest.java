package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.FaultInjection;
import dev.moorage.storage.tck.FaultyStorageDriver;
import dev.moorage.storage.tck.ScriptedFaults;
import dev.moorage.storage.tck.StorageDriverContract;
import java.util.Optional;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class InMemoryStorageDriverTest implements StorageDriverContract {
    private final InMemoryStore store = new InMemoryStore();
    private final ScriptedFaults faults = new ScriptedFaults();

    @Override
    public StorageDriver open() {
        return new FaultyStorageDriver(new InMemoryStorageDriver(store), faults);
    }

    @Override
    public Optional<FaultInjection> faults() {
        return Optional.of(faults);
    }

    @Override
    @Test
    @Disabled("memory is not for objects of this size")
    public void fiveGibibytesBecomeAnObject() {
        throw new UnsupportedOperationException();
    }
}
