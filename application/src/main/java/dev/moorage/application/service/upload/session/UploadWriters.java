package dev.moorage.application.service.upload.session;

import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.domain.upload.UploadId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The active writers of this process, at most one for each upload. The request that raises the generation ends the
 * older writer's connection. It then waits a moment for that writer to leave, so that all received bytes are durable
 * and their hash is available. A writer that does not leave is fenced by the storage driver, like a writer of another
 * process.
 */
public final class UploadWriters {
    private final Duration patience;
    private final ConcurrentMap<UploadId, Writer> writers = new ConcurrentHashMap<>();

    /**
     * @param patience how long a request waits for an older writer, counted from when that writer was first ended
     */
    public UploadWriters(Duration patience) {
        this.patience = patience;
    }

    /**
     * Makes a writer the upload's only writer in this process.
     *
     * @param body the body that the writer reads. Empty if it reads none
     * @return empty if a writer of a higher generation is already registered
     */
    public Optional<Writer> takeOver(UploadId id, long generation, Optional<UploadBody> body) {
        Writer mine = new Writer(id, generation, body);
        Writer[] older = new Writer[1];
        Writer current = writers.compute(id, (_, present) -> {
            if (present != null && present.generation >= generation) {
                return present;
            }
            older[0] = present;
            return mine;
        });
        mine.hasFencedOther = older[0] != null;
        end(older[0]);
        return current == mine ? Optional.of(mine) : Optional.empty();
    }

    /**
     * Ends the upload's writer in this process, if there is one, so that it can still record what it has received.
     *
     * @return whether there was a writer and it has left
     */
    public boolean end(UploadId id) {
        Writer writer = writers.get(id);
        return writer != null && end(writer);
    }

    /**
     * Ends a writer. Returns whether it has left. A writer that has not left is fenced by the record, and by the driver
     * if it has a fence. Later requests wait only for the rest of the same time. A commit in progress is not fenced
     * earlier because two requests wait for it.
     */
    private boolean end(@Nullable Writer older) {
        if (older == null) {
            return false;
        }
        long now = System.nanoTime();
        if (older.endedAt.compareAndSet(null, now)) {
            older.body.ifPresent(UploadBody::abort);
        }
        long waited = now - Objects.requireNonNull(older.endedAt.get());
        try {
            return older.left.await(patience.toNanos() - waited, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One writer, from its claim to its end. */
    public final class Writer implements AutoCloseable {
        private final UploadId id;
        private final long generation;
        private final Optional<UploadBody> body;
        private final CountDownLatch left = new CountDownLatch(1);
        private final AtomicReference<@Nullable Long> endedAt = new AtomicReference<>();

        private boolean hasFencedOther;

        private Writer(UploadId id, long generation, Optional<UploadBody> body) {
            this.id = id;
            this.generation = generation;
            this.body = body;
        }

        /** Returns whether this writer replaced an older one, which may have changed the record until it left. */
        boolean hasFencedOther() {
            return hasFencedOther;
        }

        @Override
        public void close() {
            writers.remove(id, this);
            left.countDown();
        }
    }
}
