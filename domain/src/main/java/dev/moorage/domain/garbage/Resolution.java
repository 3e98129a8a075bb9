package dev.moorage.domain.garbage;

import java.time.Instant;

/** What a push does about the verdicts on the objects that its answer relies on. */
public sealed interface Resolution {
    /** The segment has no verdict on them. */
    record Clear() implements Resolution {}

    /** The push stores this segment by compare-and-set, and afterwards looks again at the presence of the objects. */
    record Rescue(Segment segment) implements Resolution {}

    /** A delete may still take effect. The push reads the segment again until the verdict is gone or the time over. */
    record Wait(Instant until) implements Resolution {}
}
