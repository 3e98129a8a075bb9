package dev.moorage.bootstrap.wiring;

import dev.moorage.storage.spi.StorageInterceptor;
import java.util.Optional;

/** A feature's part in the calls to storage. It is no record, for the reason that {@link Listening} has. */
final class StorageWatch {
    private final Optional<StorageInterceptor> interceptor;

    /** @param interceptor is around each call of a server. Empty where the feature is switched off */
    StorageWatch(Optional<StorageInterceptor> interceptor) {
        this.interceptor = interceptor;
    }

    Optional<StorageInterceptor> interceptor() {
        return interceptor;
    }
}
