package dev.moorage.storage.memory;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.util.Optional;

/** A driver that forwards to another one, except for the mistake that a subclass makes. */
class MutantDriver extends ForwardingStorageDriver {
    final StorageDriver driver;

    MutantDriver(StorageDriver driver) {
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

    /** A writer with the mistake in it. */
    StagedObject staged(StagedObject staged, StagingRequest request) {
        return staged;
    }
}
