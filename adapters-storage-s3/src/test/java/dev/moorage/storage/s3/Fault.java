package dev.moorage.storage.s3;

/** What fails with one request. */
enum Fault {
    /** The store responds 503 SlowDown and applies nothing. */
    SLOW_DOWN,
    /** The store applies the request, and its response is lost. */
    ANSWER_LOST,
    /** The store applies the request, its response is lost, and the client library retries it. */
    REPEATED,
    /** The store responds 409, because another request for the same key ran at the same time. */
    CONFLICT,
    /** The store responds 200 with an error in the body and applies nothing. */
    ERROR_IN_ANSWER,
    /** The request times out. The store applies it when the test calls {@link SimulatedS3#applyLate}. */
    LATE,
    /** A byte of the body changes in transit. */
    FLIPPED_BYTE,
    /** The store responds 507, because it is full. */
    FULL
}
