package dev.moorage.domain.garbage;

/** The steps of a collector's round. */
public enum RoundStep {
    /** Writes the verdicts into the segments. */
    CONDEMN,
    /** Publishes the segments' generations in the head, where pushes look. */
    PUBLISH,
    /** Lists the objects that may need the condemned ones, from the beginning. */
    LIST_KEEPERS,
    /** Lists the trash, from the beginning. */
    LIST_TRASH,
    /**
     * Asks how old the objects are, and spares those that are young or gone. Another collector may have removed one, and
     * a push may have put it again.
     */
    CHECK_AGE,
    /** Turns the verdicts that are still there, and that no listing contradicts, into removals. */
    REMOVE,
    /** Writes into the trash what is about to leave a repository. */
    KEEP_IN_TRASH,
    /** Deletes the objects under the fence. */
    DELETE,
    /** Takes the round's verdicts out of the segments. */
    DROP
}
