package dev.moorage.storage.spi.object;

import java.time.Duration;
import java.util.Objects;

/**
 * A request for a URL with which a client reads one object directly from the store, by GET.
 *
 * @param validFor how long the URL is valid
 */
public record PresignRequest(ObjectKey key, Duration validFor) {
    public PresignRequest {
        Objects.requireNonNull(key);
        Objects.requireNonNull(validFor);
    }
}
