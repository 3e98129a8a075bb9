package dev.moorage.identity;

import dev.moorage.identity.keys.Refreshing;
import java.util.concurrent.atomic.AtomicInteger;

/** A value that stays, and counts how often it was to be read again. */
public final class Fixed<T> implements Refreshing<T> {
    private final T value;
    public final AtomicInteger refreshes = new AtomicInteger();

    public Fixed(T value) {
        this.value = value;
    }

    @Override
    public T current() {
        return value;
    }

    @Override
    public T refreshed() {
        refreshes.incrementAndGet();
        return value;
    }
}
