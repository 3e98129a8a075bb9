package dev.moorage.identity.keys;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** Fetches a value from an address. */
@FunctionalInterface
public interface Fetch<T> {
    /**
     * Fetches the value. The call blocks for some seconds at most.
     *
     * @throws IOException the value cannot be had. The message says why
     */
    Fetched<T> fetch() throws IOException;

    /**
     * A value that was fetched.
     *
     * @param fresh how long its server says that it need not be fetched again, or zero
     */
    record Fetched<T>(T value, Duration fresh) {
        public Fetched {
            Objects.requireNonNull(value);
            Objects.requireNonNull(fresh);
        }
    }
}
