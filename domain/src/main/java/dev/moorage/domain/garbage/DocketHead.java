package dev.moorage.domain.garbage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The generation of each segment of the docket, in one small object. A push reads it, and reads a segment only if its
 * generation is greater than the one that the push knows.
 */
public record DocketHead(List<Long> generations) {
    /** The head that has never been written. */
    public static final DocketHead EMPTY = new DocketHead(Collections.nCopies(Removable.SEGMENTS, 0L));

    public DocketHead {
        generations = List.copyOf(generations);
        if (generations.size() != Removable.SEGMENTS) {
            throw new IllegalArgumentException("a head has the generations of " + Removable.SEGMENTS + " segments");
        }
    }

    /** Returns the published generation of a segment, 0 if it has none. */
    public long published(int segment) {
        return generations.get(segment);
    }

    /** Returns the head in which a segment has at least the given generation. A generation never goes back. */
    public DocketHead publishing(int segment, long generation) {
        if (generation <= published(segment)) {
            return this;
        }
        List<Long> next = new ArrayList<>(generations);
        next.set(segment, generation);
        return new DocketHead(next);
    }
}
