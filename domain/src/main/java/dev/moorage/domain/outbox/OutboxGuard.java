package dev.moorage.domain.outbox;

/** The conditions of {@link OutboxProtocol}. Each has a name, so that a test can switch it off and see what breaks. */
enum OutboxGuard {
    /** A request writes its event after it has changed what clients see. */
    COMMIT_BEFORE_RECORD,
    /** A request is answered after its event is in the storage. */
    RECORD_BEFORE_ANSWER,
    /** Only the holder of a lease that is not over delivers, and no other process takes it before. */
    ONE_HOLDER,
    /** A holder looks at the time of its lease before each delivery. */
    LEASE_BEFORE_DELIVERY,
    /** An event is delivered only if two listings, one after the other, show no earlier one of its writer. */
    LISTED_TWICE,
    /** A new holder lists the queues after the inbox, so that an event that is moved at that moment is in one of them. */
    QUEUES_AFTER_INBOX,
    /** An event goes behind those that wait for the same endpoint. */
    BEHIND_WAITING,
    /** A holder that finds a listed event gone lists everything again. */
    GONE_LISTS_AGAIN,
    /** An event is delivered, or kept in another place, before it is removed. */
    KEEP_BEFORE_REMOVE,
    /** An event that could not be delivered is kept. */
    FAILURE_KEEPS,
    /** An event leaves the inbox only when it is delivered to every endpoint, or kept for it. */
    EVERY_ENDPOINT,
    /** An event that the receiver has refused lets the others pass. */
    REFUSED_STANDS_ASIDE,
    /** An event is refused a limited number of times. */
    ATTEMPTS_END
}
