package dev.moorage.application.simulation;

import java.util.List;
import java.util.Optional;

/**
 * What a world came to.
 *
 * @param trace a hash of all that happened
 * @param leftovers what of uploads is in the store though all is quiet and purged
 */
record Outcome(long trace, long steps, Optional<Failure> failure, List<String> leftovers) {
    /** A broken invariant, and what happened before. */
    record Failure(Throwable cause, String trace) {}
}
