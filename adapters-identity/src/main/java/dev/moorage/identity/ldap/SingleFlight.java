package dev.moorage.identity.ldap;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Makes one call where several threads ask for the same at once, and holds no lock while they wait. */
final class SingleFlight<T> {
    private final ConcurrentHashMap<String, CompletableFuture<T>> running = new ConcurrentHashMap<>();

    /**
     * Returns the result of a call, which may be the call of another thread.
     *
     * @return empty when the other thread's call has failed, or this thread was interrupted
     */
    Optional<T> call(String key, Supplier<T> call) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> other = running.putIfAbsent(key, mine);
        if (other != null) {
            return await(other);
        }
        try {
            T result = call.get();
            mine.complete(result);
            return Optional.of(result);
        } finally {
            running.remove(key, mine);
            mine.cancel(false); // Has no effect after a result.
        }
    }

    private Optional<T> await(CompletableFuture<T> other) {
        try {
            return Optional.of(other.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | java.util.concurrent.CancellationException _) {
            return Optional.empty();
        }
    }
}
