package dev.moorage.domain.upload;

import java.util.Optional;

/**
 * A request that is being processed by a replica.
 *
 * @param kind what the request wants
 * @param token the offset in its token
 * @param step how far the request has come
 * @param read the session as the request last read it
 * @param mine the session as the request last stored it
 * @param sent how many parts of its body are appended
 */
record Request(
        Kind kind,
        long token,
        Step step,
        Optional<UploadSession> read,
        Optional<UploadSession> mine,
        long keep,
        int sent) {

    /** The requests that a client may send. The client means the blob {@code abc}. */
    enum Kind {
        PATCH_A("a", false),
        PATCH_BC("bc", false),
        PATCH_WITH_GAP("c", false),
        PATCH_OF_ANOTHER_PATH("x", false),
        PUT_REST("c", true),
        PUT_EMPTY("", true),
        STATUS("", false),
        CANCEL("", false),
        PURGE("", false);

        final String body;
        final boolean completes;

        Kind(String body, boolean completes) {
            this.body = body;
            this.completes = completes;
        }
    }

    /** The next step of the replica for a request. */
    enum Step {
        READ,
        CLAIM,
        OPEN,
        APPEND,
        SETTLE,
        COMMIT,
        DISCARD
    }

    static Request of(Kind kind, long token) {
        return new Request(kind, token, Step.READ, Optional.empty(), Optional.empty(), 0, 0);
    }

    Request to(Step next) {
        return new Request(kind, token, next, read, mine, keep, sent);
    }

    Request reading(Optional<UploadSession> stored, UploadSession claim, long kept) {
        return new Request(kind, token, Step.CLAIM, stored, Optional.of(claim), kept, sent);
    }

    Request holding(UploadSession session) {
        return new Request(kind, token, step, read, Optional.of(session), keep, sent);
    }

    Request sentOne() {
        return new Request(kind, token, step, read, mine, keep, sent + 1);
    }

    UploadSession held() {
        return mine.orElseThrow();
    }
}
