package dev.moorage.domain.outbox;

/** The steps of a request that causes an event. */
public enum PushStep {
    /** The change is visible. */
    COMMIT,
    /** The event is written into the inbox. */
    RECORD,
    /** The client gets its answer. */
    ANSWER
}
