package dev.moorage.domain.garbage;

import java.util.HashMap;
import java.util.Map;

/**
 * One of the objects of the docket. It changes by compare-and-set only, and each change raises its generation.
 *
 * @param generation 0 if the segment has never been written
 */
public record Segment(long generation, Map<Removable, Verdict> verdicts) {
    /** The segment that has never been written. */
    public static final Segment EMPTY = new Segment(0, Map.of());

    public Segment {
        verdicts = Map.copyOf(verdicts);
    }

    /**
     * Returns the segment's next content. Its generation is greater than the published one too, because a power cut may
     * have put the segment behind the head.
     */
    Segment next(long published, Map<Removable, Verdict> changed) {
        return changed.equals(verdicts) ? this : new Segment(Math.max(generation, published) + 1, changed);
    }

    Map<Removable, Verdict> copy() {
        return new HashMap<>(verdicts);
    }
}
