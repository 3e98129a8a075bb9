package dev.moorage.application.service.health;

import dev.moorage.application.port.in.health.CheckHealth;
import dev.moorage.application.port.out.storage.HealthStatus;
import dev.moorage.application.port.out.storage.StorageDriver;
import java.util.Optional;

/** The registry can serve when its storage can. */
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
