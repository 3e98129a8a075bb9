package dev.moorage.storage.memory;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StagedObject;
import dev.moorage.storage.spi.StagingRequest;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.Optional;

/** A driver that does what another does, but for the mistake that a subclass makes. */
class MistakenDriver extends ForwardingStorageDriver {
    final StorageDriver driver;

    MistakenDriver(StorageDriver driver) {
        this.driver = driver;
    }

    @Override
    protected StorageDriver delegate() {
        return driver;
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return driver.stage(request).map(staged -> staged(staged, request));
    }

    /** A writer, and what is wrong with it. */
    StagedObject staged(StagedObject staged, StagingRequest request) {
        return staged;
    }
}
