package dev.moorage.benchmarks.guard;

import java.util.Optional;

/**
 * A kind of cost.
 *
 * @param <C> one cost, as it is written in JSON
 */
public interface CostKind<C> {
    /** Returns the class of a cost. */
    Class<C> type();

    /** Returns how a measured cost exceeds the recorded one, as the end of a sentence about the operation. Empty if it does not. */
    Optional<String> excess(C recorded, C measured);

    /** Returns the line of a table, without its end. */
    String line(String operation, C measured, Optional<C> recorded);
}
