package dev.moorage.storage.azure.simulated;

/** What may go wrong with a request. */
public enum Fault {
    /** It never arrives. */
    LOST,
    /** It is done, and the answer never arrives. */
    ANSWER_LOST,
    /** 503 ServerBusy, and nothing is done. */
    BUSY,
    /** 500 OperationTimedOut, though it is done. */
    FAILED_AFTER,
    /** It seems lost, and is done much later: {@link SimulatedService#arrive}. */
    DELAYED,
    /** A byte of the body changes on its way. */
    FLIPPED,
    /** The answer's body breaks off in the middle. */
    BROKEN_BODY
}
