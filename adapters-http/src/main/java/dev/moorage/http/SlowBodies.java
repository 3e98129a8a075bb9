package dev.moorage.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks once a second at the bodies that are being received, and ends those that come too slowly, or not at all. */
final class SlowBodies implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 1000;

    private final Set<RequestBody> bodies = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("slow-bodies").factory());

    SlowBodies() {
        var _ = clock.scheduleWithFixedDelay(this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    void watch(RequestBody body) {
        bodies.add(body);
    }

    void forget(RequestBody body) {
        bodies.remove(body);
    }

    private void look() {
        for (RequestBody body : bodies) {
            if (body.isTooSlow()) {
                body.abort();
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
