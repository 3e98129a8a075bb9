package dev.moorage.bootstrap.wiring;

import dev.moorage.storage.spi.StorageInterceptor;
import java.util.Objects;
import java.util.Optional;

/**
 * A feature's part in the calls to storage.
 *
 * @param interceptor is around each call of a server. Empty where the feature is switched off
 */
record StorageWatch(Optional<StorageInterceptor> interceptor) {
    StorageWatch {
        Objects.requireNonNull(interceptor);
    }
}
