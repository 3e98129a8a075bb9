package dev.moorage.application.simulation;

/** Unwinds a thread of a crashed replica. Calls during the unwinding do not reach the store. */
final class ReplicaCrashed extends Error {
    private static final long serialVersionUID = 1L;

    ReplicaCrashed() {
        super("the replica crashed", null, false, false);
    }
}
