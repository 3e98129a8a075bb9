package dev.moorage.application.service.upload;

import dev.moorage.domain.upload.UploadOutcome;

/** What trying to claim an upload came to. */
sealed interface ClaimAttempt {
    /** This request is the upload's only writer. The caller closes it. */
    record Won(ClaimedUpload upload) implements ClaimAttempt {}

    /** The protocol answered something else than a claim. */
    record Answered(UploadOutcome outcome) implements ClaimAttempt {}

    /** Somebody else claimed it meanwhile. */
    record Overtaken() implements ClaimAttempt {}

    /**
     * The session is there and acknowledged bytes are not: a power cut, or a commit whose record was not written.
     *
     * @param record as it was before this attempt
     */
    record BytesLost(SessionRecord record) implements ClaimAttempt {}
}
