package dev.moorage.application.service.garbage;

import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.garbage.GarbageProtocol;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Segment;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps of one round that change the docket or delete: {@link GarbageProtocol#round}. Between {@link #condemn} and
 * {@link #remove}, the caller lists what is needed, and asks for the age of the rest.
 */
final class GarbageRound {
    /** How long a delete may take effect, from the moment when the removal begins. */
    private static final Duration REMOVAL = Duration.ofMinutes(1);

    /** The requests to change a segment: it is read and written. */
    private static final int CHANGE = 2;

    /** The requests of a removal besides its deletes: the store's time, two changes of the segment, and the guard. */
    private static final int AROUND_DELETES = 3 + 2 * CHANGE + 1;

    private final StorageDriver storage;
    private final GarbageProtocol protocol = new GarbageProtocol();
    private final StoreTime time;
    private final DocketChanges docket;
    private final long number;
    private final GarbageCounters counters;
    private final Pace pace;
    private final int parallel;

    /** Reads the store's time. Each call reads it again, because a round may stall between its steps. */
    interface StoreTime {
        Instant now() throws IOException;
    }

    /**
     * @param number a random number, which no other round has
     * @param parallel how many segments are changed simultaneously
     */
    GarbageRound(
            StorageDriver storage,
            StoreTime time,
            DocketChanges docket,
            long number,
            GarbageCounters counters,
            Pace pace,
            int parallel) {
        this.storage = storage;
        this.time = time;
        this.docket = docket;
        this.number = number;
        this.counters = counters;
        this.pace = pace;
        this.parallel = parallel;
    }

    /** Writes verdicts on the objects, and publishes them. */
    void condemn(Map<Integer, Map<Removable, ObjectInfo>> objects) throws IOException {
        Instant now = time.now();
        forEachSegment(objects, (segment, condemned) -> {
            pace.take(CHANGE);
            docket.change(
                    segment,
                    (before, published) -> protocol.condemn(before, published, condemned.keySet(), number, now));
        });
        docket.publish();
    }

    /** Takes out the round's verdicts on objects for which no delete was sent. */
    void spare(Map<Integer, Map<Removable, ObjectInfo>> objects) throws IOException {
        Instant now = time.now();
        forEachSegment(objects, (segment, spared) -> drop(segment, spared.keySet(), true, now));
        docket.publish();
    }

    /** Takes out verdicts that another round has left. A verdict stays if that round may be deleting the object now. */
    void takeOver(int segment, Set<Removable> objects) throws IOException {
        Instant now = time.now();
        docket.change(segment, (before, published) -> {
            Segment mine = protocol.condemn(before, published, objects, number, now);
            return protocol.drop(mine, published, objects, number, true, now);
        });
        docket.publish();
    }

    /** Removes blobs whose verdicts are still the round's own, and takes the verdicts out. */
    void remove(Map<Integer, Map<Removable, ObjectInfo>> blobs) throws IOException {
        remove(blobs, leaving -> leaving); // Blobs are in no repository.
    }

    /**
     * Removes objects whose verdicts are still the round's own, and takes the verdicts out.
     *
     * @param departure keeps in the trash what is about to leave a repository. Several threads call it
     */
    void remove(Map<Integer, Map<Removable, ObjectInfo>> objects, Departure departure) throws IOException {
        forEachSegment(objects, (segment, removed) -> removeInBatches(segment, removed, departure));
        docket.publish();
    }

    private void removeInBatches(int segment, Map<Removable, ObjectInfo> objects, Departure departure)
            throws IOException {
        Map<Removable, ObjectInfo> batch = new HashMap<>();
        for (Map.Entry<Removable, ObjectInfo> object : objects.entrySet()) {
            batch.put(object.getKey(), object.getValue());
            if (batch.size() == pace.mostInABatch()) {
                remove(segment, batch, departure);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            remove(segment, batch, departure);
        }
    }

    /** A step on the objects of one segment. */
    private interface SegmentStep {
        void run(int segment, Map<Removable, ObjectInfo> objects) throws IOException;
    }

    private void forEachSegment(Map<Integer, Map<Removable, ObjectInfo>> objects, SegmentStep step) throws IOException {
        ParallelWork.forEach(
                List.copyOf(objects.entrySet()), parallel, segment -> step.run(segment.getKey(), segment.getValue()));
    }

    private void remove(int segment, Map<Removable, ObjectInfo> batch, Departure departure) throws IOException {
        pace.take(batch.size() + AROUND_DELETES); // Before the removal begins, because pushes may wait for it.
        Instant now = time.now();
        Set<Removable> unanswered = new BlobRemoval(
                        storage, protocol, docket, number, segment, batch, counters, departure)
                .run(now, now.plus(REMOVAL));
        Set<Removable> answered = new HashSet<>(batch.keySet());
        answered.removeAll(unanswered);
        drop(segment, answered, true, now);
        if (!unanswered.isEmpty()) {
            drop(segment, unanswered, false, now);
        }
    }

    private void drop(int segment, Set<Removable> objects, boolean answered, Instant now) throws IOException {
        docket.change(segment, (before, published) -> protocol.drop(before, published, objects, number, answered, now));
    }
}
