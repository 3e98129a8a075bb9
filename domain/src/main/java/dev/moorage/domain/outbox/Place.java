package dev.moorage.domain.outbox;

/** Where an event is kept for an endpoint after an attempt to deliver it. */
public enum Place {
    /** Nowhere: the endpoint has it. */
    DONE,
    /** In the endpoint's queue, in order. The first one holds up the others. */
    WAITING,
    /** Apart from the queue, for another attempt later. */
    REFUSED,
    /** Among the dead letters, which only an operator delivers again. */
    DEAD
}
