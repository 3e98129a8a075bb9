package dev.moorage.domain.outbox;

/** What a receiver has answered to one delivery. */
public enum DeliveryAnswer {
    /** The receiver has the event. */
    ACCEPTED,
    /** The receiver does not want this event. Another one may fare better. */
    REFUSED,
    /** The receiver could not be reached, or could not work now. Other events would fare no better. */
    FAILED
}
