package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.ObjectKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time for a key, among the threads of this process and among processes: so a condition holds at the moment
 * at which the change takes effect. Held for a rename, never for a force.
 */
final class KeyLocks implements AutoCloseable {
    private static final int STRIPES = 64;

    private final Stripe[] stripes = new Stripe[STRIPES];

    private record Stripe(ReentrantLock threads, FileChannel processes) {}

    private KeyLocks() {}

    static KeyLocks in(Path directory) throws IOException {
        KeyLocks locks = new KeyLocks();
        for (int i = 0; i < STRIPES; i++) {
            FileChannel file = FileChannel.open(
                    directory.resolve(Integer.toString(i)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locks.stripes[i] = new Stripe(new ReentrantLock(), file);
        }
        return locks;
    }

    /** What is done under a lock. */
    interface Change<T> {
        T apply() throws IOException;
    }

    <T> T locked(ObjectKey key, Change<T> change) throws IOException {
        Stripe stripe = stripes[Math.floorMod(key.value().hashCode(), STRIPES)];
        stripe.threads().lock();
        try (FileLock _ = FileLocks.lock(stripe.processes())) {
            return change.apply();
        } finally {
            stripe.threads().unlock();
        }
    }

    @Override
    public void close() throws IOException {
        for (Stripe stripe : stripes) {
            stripe.processes().close();
        }
    }
}
