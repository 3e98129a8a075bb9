package dev.moorage.application.service.upload.session;

import dev.moorage.domain.upload.UploadOutcome;

/** The outcomes of an attempt to claim an upload. */
public sealed interface ClaimAttempt {
    /** This request is the upload's only writer. The caller must close it. */
    record Won(ClaimedUpload upload) implements ClaimAttempt {}

    /** The protocol answered with another outcome than a claim. */
    record Answered(UploadOutcome outcome) implements ClaimAttempt {}

    /** Another request claimed the upload first. */
    record Fenced() implements ClaimAttempt {}

    /**
     * The session exists, but acknowledged bytes do not. The cause is a power cut, or a commit whose record was not
     * written.
     *
     * @param record the record before this attempt
     */
    record BytesLost(SessionRecord record) implements ClaimAttempt {}
}
