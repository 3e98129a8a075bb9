package dev.moorage.domain.outbox;

/** What a holder lists before it delivers. */
public enum ListStep {
    /** The inbox, where new events are. */
    INBOX,
    /** The inbox once more. */
    INBOX_AGAIN,
    /** The queues of the endpoints. A holder that has done so knows their state until it finds an event gone. */
    QUEUES
}
