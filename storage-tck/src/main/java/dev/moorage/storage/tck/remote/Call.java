package dev.moorage.storage.tck.remote;

/** The calls that a test makes in another process. Each call begins with its name. */
enum Call {
    STAT,
    OPEN,
    READ_CONTENT,
    CLOSE_CONTENT,
    PUT,
    DELETE,
    DELETE_WHILE,
    DELETE_FENCE,
    SYNC,
    LIST,
    CHECK,
    LIMITS,
    STAGE,
    SIZE,
    APPEND,
    TRUNCATE,
    STATE,
    READ_STAGED,
    SEAL,
    ACCEPTS,
    PUBLISH,
    DISCARD,
    CLOSE_STAGED
}
