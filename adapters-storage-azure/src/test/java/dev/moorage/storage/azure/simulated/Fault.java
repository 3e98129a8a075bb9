package dev.moorage.storage.azure.simulated;

/** What fails with a request. */
public enum Fault {
    /** The request never arrives. */
    LOST,
    /** The service applies the request, and the response is lost. */
    ANSWER_LOST,
    /** The service responds 503 ServerBusy and applies nothing. */
    BUSY,
    /** The service responds 500 OperationTimedOut although it has applied the request. */
    FAILED_AFTER,
    /** The request seems lost, but the service applies it later, at {@link SimulatedService#arrive}. */
    DELAYED,
    /** A byte of the body changes in transit. */
    FLIPPED,
    /** The body of the response breaks off in the middle. */
    BROKEN_BODY
}
