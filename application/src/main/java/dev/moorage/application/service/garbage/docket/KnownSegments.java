package dev.moorage.application.service.garbage.docket;

import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Segment;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which objects the segments have verdicts on, as this replica has last read them. A segment is read again when a
 * greater generation is asked for. Of each verdict only a hash of its object is kept: 4 bytes, however many verdicts a
 * collector has written. Two objects with one hash cost a request one read of the segment.
 */
final class KnownSegments {
    private final DocketObjects objects;
    private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(Removable.SEGMENTS);

    KnownSegments(DocketObjects objects) {
        this.objects = objects;
        for (int i = 0; i < Removable.SEGMENTS; i++) {
            known.set(i, Known.of(Segment.EMPTY));
        }
    }

    /** The hashes, sorted, of the objects on which a generation of a segment has verdicts. */
    private record Known(long generation, int[] objects) {
        static Known of(Segment segment) {
            int[] hashes = segment.verdicts().keySet().stream()
                    .mapToInt(Removable::hashCode)
                    .sorted()
                    .toArray();
            return new Known(segment.generation(), hashes);
        }

        boolean mayName(Set<Removable> needs) {
            return objects.length > 0
                    && needs.stream().anyMatch(need -> Arrays.binarySearch(objects, need.hashCode()) >= 0);
        }
    }

    /**
     * Returns the generation of a segment that may have a verdict on one of the objects. The result is empty if it has
     * none.
     *
     * @param generation the oldest generation that is new enough
     */
    Optional<Long> naming(int segment, long generation, Set<Removable> needs) throws IOException {
        Known newest = known.get(segment);
        if (newest.generation() < generation) {
            newest = Known.of(objects.segment(segment).content());
            remember(segment, newest);
        }
        return newest.mayName(needs) ? Optional.of(newest.generation()) : Optional.empty();
    }

    /** Remembers a segment that was read or written, unless a newer generation is known. */
    void remember(int segment, Segment content) {
        remember(segment, Known.of(content));
    }

    private void remember(int segment, Known read) {
        known.accumulateAndGet(segment, read, (old, next) -> next.generation() > old.generation() ? next : old);
    }
}
