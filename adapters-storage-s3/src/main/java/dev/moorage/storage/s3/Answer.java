package dev.moorage.storage.s3;

import java.io.IOException;

/** What a store's answer to a request of the probe says. */
enum Answer {
    GRANTED,
    /** The condition does not hold, so the store looked at it. */
    CONDITION_FAILED,
    /** The store does not know the request, or what is asked for in it. */
    UNKNOWN;

    /**
     * Sends a request.
     *
     * @throws IOException when the store did not answer, or has answered with an error that says nothing of what it can do
     */
    static Answer of(Retries retries, Retries.Sending request) throws IOException {
        try {
            retries.onConflict(() -> {
                request.send();
                return true;
            });
            return GRANTED;
        } catch (RequestFailedException e) {
            // A store that goes on answering 409 refuses the write: it counts as one that decides it.
            if (e.isConditionLost()) {
                return CONDITION_FAILED;
            }
            if (e.isTransient()) {
                throw e;
            }
            return UNKNOWN;
        }
    }

    boolean isGranted() {
        return this == GRANTED;
    }

    boolean isConditionFailed() {
        return this == CONDITION_FAILED;
    }
}
