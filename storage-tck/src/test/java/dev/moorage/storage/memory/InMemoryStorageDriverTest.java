package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.FaultInjection;
import dev.moorage.storage.tck.FaultyStorageDriver;
import dev.moorage.storage.tck.ScriptedFaults;
import dev.moorage.storage.tck.SteppedProcess;
import dev.moorage.storage.tck.StorageDriverContract;
import java.util.Optional;
import java.util.OptionalLong;
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
    public Optional<SteppedProcess> steppedProcess() {
        return Optional.of(new ImaginedProcess(new InMemoryStorageDriver(store)));
    }

    @Override
    public OptionalLong occupied() {
        return OptionalLong.of(store.bytes());
    }

    @Override
    public boolean boundsMemory() {
        return false;
    }

    @Override
    @Test
    @Disabled("memory is not for objects of this size")
    public void fiveGibibytesBecomeAnObject() {
        throw new UnsupportedOperationException();
    }
}
