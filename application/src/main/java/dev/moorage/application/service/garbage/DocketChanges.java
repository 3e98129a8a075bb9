package dev.moorage.application.service.garbage;

import dev.moorage.application.service.garbage.docket.DocketObjects;
import dev.moorage.application.service.garbage.docket.DocketObjects.Stored;
import dev.moorage.domain.garbage.DocketHead;
import dev.moorage.domain.garbage.Segment;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A collector's changes of the docket: segments first, and then their generations in the head. Several threads may change
 * different segments at once. One of them publishes when they have ended.
 */
final class DocketChanges {
    /** Limits the attempts to change a segment. Each lost race means that a push or another collector has changed it. */
    private static final int MAX_ATTEMPTS = 1000;

    private final DocketObjects objects;
    private final DocketHead head;
    private final Map<Integer, Long> unpublished = new ConcurrentSkipListMap<>();

    DocketChanges(DocketObjects objects) throws IOException {
        this.objects = objects;
        this.head = objects.head().content();
    }

    /** A change by the rules of {@link dev.moorage.domain.garbage.GarbageProtocol}. */
    interface Change {
        /** Returns the next content of a segment, of which the head has published a generation. */
        Segment of(Segment before, long published);
    }

    /** Changes a segment by compare-and-set. Returns the segment as it is stored now. */
    Stored<Segment> change(int segment, Change change) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Stored<Segment> before = objects.segment(segment);
            Segment next = change.of(before.content(), head.published(segment));
            if (next.equals(before.content())) {
                return before;
            }
            var stored = objects.replace(segment, before, next);
            if (stored.isPresent()) {
                unpublished.merge(segment, next.generation(), Math::max);
                return stored.get();
            }
        }
        throw new IOException("a segment of the docket was changed at every attempt to change it");
    }

    /** Reads a segment. */
    Stored<Segment> read(int segment) throws IOException {
        return objects.segment(segment);
    }

    /** Publishes the generations of the segments that have been changed. */
    void publish() throws IOException {
        if (!unpublished.isEmpty()) {
            objects.publish(unpublished);
            unpublished.clear();
        }
    }
}
