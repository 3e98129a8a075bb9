package dev.moorage.storage.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * A URL that lets a client read one object straight from the store.
 *
 * @param method what the client will do with it
 * @param validFor how long it is to work
 */
public record PresignRequest(ObjectKey key, Method method, Duration validFor) {
    public PresignRequest {
        Objects.requireNonNull(key);
        Objects.requireNonNull(method);
        Objects.requireNonNull(validFor);
    }

    /** The methods of HTTP that a client reads a blob with. */
    public enum Method {
        GET,
        HEAD
    }
}
