package dev.moorage.application.simulation;

import java.util.List;
import java.util.Optional;

/**
 * The result of a simulated world.
 *
 * @param trace a hash of all events
 * @param leftovers the objects of uploads that remain after the final purge
 */
record Outcome(long trace, long steps, Optional<Failure> failure, List<String> leftovers) {
    /** A broken invariant, and the events before it. */
    record Failure(Throwable cause, String trace) {}
}
