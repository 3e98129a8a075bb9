package dev.moorage.application.service.health;

import dev.moorage.application.port.in.failure.ClassifyFailure;
import dev.moorage.application.port.in.failure.StorageFailure;
import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.StorageFullException;
import java.io.IOException;

/** Knows the exceptions of the storage port, so that adapters need not know them. */
public final class StorageFailures implements ClassifyFailure {
    @Override
    public StorageFailure classify(IOException failure) {
        return switch (failure) {
            case StorageFullException _ -> StorageFailure.FULL;
            case StorageUnavailableException _ -> StorageFailure.UNAVAILABLE;
            default -> StorageFailure.BROKEN;
        };
    }
}
