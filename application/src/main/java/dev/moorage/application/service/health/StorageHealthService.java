package dev.moorage.application.service.health;

import dev.moorage.application.port.in.health.CheckHealth;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import java.util.Optional;

/** Reports that the registry can serve requests if its storage can. */
public final class StorageHealthService implements CheckHealth {
    private final StorageDriver storage;

    public StorageHealthService(StorageDriver storage) {
        this.storage = storage;
    }

    @Override
    public Optional<String> problem() {
        return switch (storage.check()) {
            case HealthStatus.Healthy _ -> Optional.empty();
            case HealthStatus.Unhealthy(String reason) -> Optional.of(reason);
        };
    }
}
