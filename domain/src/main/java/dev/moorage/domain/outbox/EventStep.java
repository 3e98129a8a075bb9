package dev.moorage.domain.outbox;

/** The steps of a holder for one event of the inbox. */
public enum EventStep {
    /** The event is delivered to an endpoint, or put into a place where it is kept for it. */
    DELIVER_OR_KEEP,
    /** The event is removed from where it was. */
    REMOVE
}
