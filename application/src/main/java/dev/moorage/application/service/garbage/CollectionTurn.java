package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * A collection in turn, as its observer. It reports each minute in the record of collections, and ends the collection where
 * another server has taken the turn because the reports had ended.
 */
final class CollectionTurn implements GarbageObserver {
    private static final Duration EACH = Duration.ofMinutes(1);

    private final GarbageObserver observer;
    private final StoredRecord record;
    private final long number;
    private final StoreClock time;
    private Instant reported;
    private boolean lost;

    /**
     * @param number the random number of the collection, under which the record has it
     * @param begun by the store's clock
     */
    CollectionTurn(GarbageObserver observer, StoredRecord record, long number, StoreClock time, Instant begun) {
        this.observer = observer;
        this.record = record;
        this.number = number;
        this.time = time;
        this.reported = begun;
    }

    @Override
    public void garbage(Digest digest, long size, Instant lastModified) {
        observer.garbage(digest, size, lastModified);
    }

    @Override
    public void left(Removable object) {
        observer.left(object);
    }

    @Override
    public void kept(RepositoryName repository, String key, String reason) {
        observer.kept(repository, key, reason);
    }

    @Override
    public void problem(String key, String reason) {
        observer.problem(key, reason);
    }

    @Override
    public void progressed(Phase phase, long objects) {
        observer.progressed(phase, objects);
    }

    @Override
    public boolean goesOn() {
        return observer.goesOn() && isMine();
    }

    private synchronized boolean isMine() {
        try {
            Instant now = time.now();
            if (!lost && Duration.between(reported, now).abs().compareTo(EACH) >= 0) {
                reported = now;
                lost = !record.change(before -> before.isRunning(number) ? before.reported(number, now) : before);
            }
        } catch (IOException _) {
            // The report is missing. If storage fails, the collection itself finds that out.
        }
        return !lost;
    }

    /** Writes down that the collection has gone to its end. */
    void end() throws IOException {
        Instant now = time.now();
        record.change(before -> before.isRunning(number) ? before.ended(now) : before);
    }
}
