package dev.moorage.storage.tck;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.InterceptedStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageInterceptor;
import java.util.Map;
import java.util.TreeMap;

/** Counts the calls that reach a driver, by the name of the method. It is for tests of the cost of an operation. */
public final class CountingStorageDriver extends ForwardingStorageDriver {
    private final StorageDriver counted;
    private final Map<String, Integer> calls = new TreeMap<>();

    public CountingStorageDriver(StorageDriver driver) {
        this.counted =
                new InterceptedStorageDriver(driver, StorageInterceptor.before((call, _) -> count(call.method())));
    }

    @Override
    protected StorageDriver delegate() {
        return counted;
    }

    /** The number of calls of each method since the last {@link #reset}. */
    public synchronized Map<String, Integer> calls() {
        return Map.copyOf(calls);
    }

    /** Starts again to count from 0. */
    public synchronized void reset() {
        calls.clear();
    }

    private synchronized void count(String method) {
        calls.merge(method, 1, Integer::sum);
    }
}
