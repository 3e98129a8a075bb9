package dev.moorage.storage.s3.request;

import java.io.IOException;

/** The outcome of a probe's request. */
public enum Answer {
    GRANTED,
    /** The condition does not hold, so the store has evaluated it. */
    CONDITION_FAILED,
    /** The store does not implement the request, or one of its headers. */
    UNKNOWN;

    /**
     * Sends a request and classifies the store's response.
     *
     * @throws IOException when the store does not respond, or responds with an error that does not show what it supports
     */
    public static Answer of(Retries retries, Retries.Sending request) throws IOException {
        try {
            retries.onConflict(() -> {
                request.send();
                return true;
            });
            return GRANTED;
        } catch (RequestFailedException e) {
            // A store that keeps answering 409 refuses the write, so it counts as one that evaluates the condition.
            if (e.isConditionLost()) {
                return CONDITION_FAILED;
            }
            if (e.isTransient()) {
                throw e;
            }
            return UNKNOWN;
        }
    }

    public boolean isGranted() {
        return this == GRANTED;
    }

    public boolean isConditionFailed() {
        return this == CONDITION_FAILED;
    }
}
