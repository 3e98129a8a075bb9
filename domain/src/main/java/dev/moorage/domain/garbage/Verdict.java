package dev.moorage.domain.garbage;

import java.time.Instant;

/** What a docket says of an object, and which round of a collector has decided it. */
public sealed interface Verdict {
    /** Returns the random number of the round, which no other round has. */
    long round();

    /** The object is to be removed, unless a listing shows that something needs it, or a push rescues it. */
    record Condemned(long round) implements Verdict {}

    /**
     * The object is being removed.
     *
     * @param until the store's time, inclusive, up to which a delete of this round may take effect
     */
    record Removing(long round, Instant until) implements Verdict {}
}
