package dev.moorage.storage.spi;

import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;

/** Runs code around each call of a storage driver, for example for metrics, tracing, counting, or an injected failure. */
public interface StorageInterceptor {
    /**
     * Makes a call, and does something around it.
     *
     * @param key the object, the guard of a delete, the prefix of a listing, or the staging area
     * @param proceed the call itself, to be made at most once
     * @return what the call returned
     * @throws IOException what the call threw, or an exception in place of the call
     */
    <T> T around(StorageCall call, ObjectKey key, Proceed<T> proceed) throws IOException;

    /** The intercepted call. */
    @FunctionalInterface
    interface Proceed<T> {
        T call() throws IOException;
    }

    /** Code that runs before each call. */
    @FunctionalInterface
    interface Hook {
        /**
         * Called before the call reaches the driver.
         *
         * @throws IOException in place of the call
         */
        void before(StorageCall call, ObjectKey key) throws IOException;
    }

    /** An interceptor that calls a hook before each call. */
    static StorageInterceptor before(Hook hook) {
        return new StorageInterceptor() {
            @Override
            public <T> T around(StorageCall call, ObjectKey key, Proceed<T> proceed) throws IOException {
                hook.before(call, key);
                return proceed.call();
            }
        };
    }
}
