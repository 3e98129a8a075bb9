package dev.moorage.storage.s3;

/** What goes wrong with one request. */
enum Fault {
    /** 503 SlowDown; nothing is applied. */
    SLOW_DOWN,
    /** The request is applied, and its answer is lost. */
    ANSWER_LOST,
    /** The request is applied, its answer is lost, and the client library sends it again. */
    REPEATED,
    /** 409: another request for the same key ran at the same time. */
    CONFLICT,
    /** 200 with an error inside; nothing is applied. */
    ERROR_IN_ANSWER,
    /** A time-out; the request is applied when somebody asks for it. */
    LATE,
    /** A byte of the body changes on its way. */
    FLIPPED_BYTE,
    /** 507: no room. */
    FULL
}
