package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.garbage.docket.DocketObjects.Stored;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.garbage.GarbageProtocol;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.TagLink;
import dev.moorage.domain.garbage.Segment;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Deletes the objects of one batch while their removals stand in the docket. */
final class BlobRemoval {
    /** How often a batch is sent again because a push has changed the segment of other objects. */
    private static final int MOST_CALLS = 16;

    private final StorageDriver storage;
    private final GarbageProtocol protocol;
    private final DocketChanges docket;
    private final long round;
    private final int segment;
    private final Map<Removable, ObjectInfo> blobs;
    private final GarbageCounters counters;
    private final Departure departure;
    /** Blobs whose delete is not answered. A push may still need to wait for it. */
    private final Set<Removable> unanswered = new HashSet<>();

    private final Set<Removable> waiting;

    BlobRemoval(
            StorageDriver storage,
            GarbageProtocol protocol,
            DocketChanges docket,
            long round,
            int segment,
            Map<Removable, ObjectInfo> blobs,
            GarbageCounters counters,
            Departure departure) {
        this.storage = storage;
        this.protocol = protocol;
        this.docket = docket;
        this.round = round;
        this.segment = segment;
        this.blobs = Map.copyOf(blobs);
        this.counters = counters;
        this.departure = departure;
        this.waiting = new HashSet<>(blobs.keySet());
    }

    /**
     * Begins the removal, and deletes.
     *
     * @param now the store's time
     * @param until the store's time up to which a delete may take effect
     * @return the blobs whose delete was sent and not answered
     */
    Set<Removable> run(Instant now, Instant until) throws IOException {
        Stored<Segment> stored = docket.change(
                segment, (before, published) -> protocol.remove(before, published, blobs.keySet(), round, until));
        Segment removing = stored.content();
        waiting.removeIf(object -> !protocol.mayDelete(removing, object, round, now));
        waiting.retainAll(departure.keep(Set.copyOf(waiting)));
        for (int call = 0; call < MOST_CALLS; call++) {
            Segment current = stored.content();
            waiting.removeIf(blob -> !protocol.mayDelete(current, blob, round, now));
            if (waiting.isEmpty() || stored.version().isEmpty()) {
                break;
            }
            DeleteGuard guard = new DeleteGuard(
                    RegistryKeys.docketSegment(segment), stored.version().get(), until);
            Set<Removable> later = deleteHistories(guard);
            waiting.removeAll(later);
            if (!waiting.isEmpty()) {
                delete(guard);
            }
            waiting.addAll(later);
            Stored<Segment> next = waiting.isEmpty() ? stored : docket.read(segment);
            if (next.version().equals(stored.version())) {
                break; // What waits was written again during the call, and stays.
            }
            stored = next;
        }
        return Set.copyOf(unanswered);
    }

    /**
     * Deletes what tags have named, before the tags themselves: a tag with a history and without a link is still listed. A tag stays
     * if its history cannot be deleted as a whole.
     *
     * @return the tags whose turn is the next call
     */
    private Set<Removable> deleteHistories(DeleteGuard guard) {
        Set<Removable> later = new HashSet<>();
        for (Removable object : Set.copyOf(waiting)) {
            if (object instanceof TagLink(RepositoryName repository, Tag tag)) {
                DeleteOutcome outcome = deleteHistory(guard, repository, tag);
                if (outcome == DeleteOutcome.CHANGED) {
                    later.add(object);
                } else if (outcome != DeleteOutcome.DELETED) {
                    answered(object, outcome);
                }
            }
        }
        return later;
    }

    /** Returns the first outcome that is another one than {@link DeleteOutcome#DELETED}. */
    private DeleteOutcome deleteHistory(DeleteGuard guard, RepositoryName repository, Tag tag) {
        ObjectKey current = RegistryKeys.tagLink(repository, tag);
        AtomicReference<DeleteOutcome> result = new AtomicReference<>(DeleteOutcome.DELETED);
        try {
            ObjectWalk.recursive(storage, RegistryKeys.tag(repository, tag)).forEachPage(page -> {
                Set<ObjectKey> keys = page.entries().stream()
                        .map(ObjectPage.Entry::key)
                        .filter(key -> !key.equals(current))
                        .collect(Collectors.toSet());
                if (!keys.isEmpty()) {
                    storage.deleteWhile(guard, keys, Durability.POWER_LOSS).values().stream()
                            .filter(outcome -> outcome != DeleteOutcome.DELETED)
                            .findFirst()
                            .ifPresent(result::set);
                }
                return result.get() == DeleteOutcome.DELETED;
            });
            return result.get();
        } catch (IOException _) {
            return DeleteOutcome.UNKNOWN;
        }
    }

    /** Deletes what waits. A blob goes on waiting if the segment was changed before it was deleted. */
    private void delete(DeleteGuard guard) {
        Map<ObjectKey, Removable> keys =
                waiting.stream().collect(Collectors.toMap(blob -> info(blob).key(), blob -> blob));
        try {
            storage.deleteWhile(guard, keys.keySet(), Durability.POWER_LOSS)
                    .forEach((key, outcome) -> answered(Objects.requireNonNull(keys.get(key)), outcome));
        } catch (IOException _) {
            unanswered.addAll(waiting);
            waiting.clear();
        }
    }

    private void answered(Removable blob, DeleteOutcome outcome) {
        switch (outcome) {
            case DELETED -> counters.removed(blob, info(blob));
            case UNKNOWN -> unanswered.add(blob);
            case TOO_LATE, CHANGED -> {
                // Nothing was deleted.
            }
        }
        if (outcome != DeleteOutcome.CHANGED) {
            waiting.remove(blob);
        }
    }

    private ObjectInfo info(Removable blob) {
        return Objects.requireNonNull(blobs.get(blob));
    }
}
