package dev.moorage.application.service.upload;

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
 * The writers of this process, one an upload. Who raised the generation ends the older writer's connection here and gives
 * it a moment to leave, so that all it received is durable and its hash is at hand; a writer that does not leave is
 * fenced off by the storage driver like one of another process.
 */
final class LiveUploads {
    private final Duration patience;
    private final ConcurrentMap<UploadId, Writer> writers = new ConcurrentHashMap<>();

    /**
     * @param patience for how long an older writer is waited for, from when it was ended first
     */
    LiveUploads(Duration patience) {
        this.patience = patience;
    }

    /**
     * Makes a writer the upload's only one in this process.
     *
     * @param body what the writer reads from; empty when it does not read
     * @return empty when a writer of a higher generation is here already
     */
    Optional<Writer> takeOver(UploadId id, long generation, Optional<UploadBody> body) {
        Writer mine = new Writer(id, generation, body);
        Writer[] older = new Writer[1];
        Writer current = writers.compute(id, (_, present) -> {
            if (present != null && present.generation >= generation) {
                return present;
            }
            older[0] = present;
            return mine;
        });
        mine.overtook = older[0] != null;
        end(older[0]);
        return current == mine ? Optional.of(mine) : Optional.empty();
    }

    /**
     * Ends the upload's writer, if it has one here, so that it can still note in the record what it has received.
     *
     * @return whether there was one and it has left
     */
    boolean end(UploadId id) {
        Writer writer = writers.get(id);
        return writer != null && end(writer);
    }

    /**
     * Whether it has left; one that has not is held off by the record, and by the driver's fence where it has one. Whoever comes
     * later waits for what is left of the same time: a commit that is under way is not overtaken because two wait for it.
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
    final class Writer implements AutoCloseable {
        private final UploadId id;
        private final long generation;
        private final Optional<UploadBody> body;
        private final CountDownLatch left = new CountDownLatch(1);
        private final AtomicReference<@Nullable Long> endedAt = new AtomicReference<>();

        private boolean overtook;

        private Writer(UploadId id, long generation, Optional<UploadBody> body) {
            this.id = id;
            this.generation = generation;
            this.body = body;
        }

        /** Whether there was an older one here, which may have changed the record until it left. */
        boolean overtook() {
            return overtook;
        }

        @Override
        public void close() {
            writers.remove(id, this);
            left.countDown();
        }
    }
}
