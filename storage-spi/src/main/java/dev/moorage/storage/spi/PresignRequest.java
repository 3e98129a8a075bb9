package dev.moorage.storage.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * A request for a URL with which a client reads one object directly from the store.
 *
 * @param method the HTTP method that the client will use
 * @param validFor how long the URL is valid
 */
public record PresignRequest(ObjectKey key, Method method, Duration validFor) {
    public PresignRequest {
        Objects.requireNonNull(key);
        Objects.requireNonNull(method);
        Objects.requireNonNull(validFor);
    }

    /** The HTTP methods with which a client reads a blob. */
    public enum Method {
        GET,
        HEAD
    }
}
