package dev.moorage.application.simulation;

/** Unwinds a thread of a replica that is no more. Whatever it does on its way out reaches nothing. */
final class ReplicaCrashed extends Error {
    private static final long serialVersionUID = 1L;

    ReplicaCrashed() {
        super("the replica crashed", null, false, false);
    }
}
