package dev.moorage.application.port.in.upload;

/** The outcomes of a cancel. */
public sealed interface CancelResult
        permits CancelResult.Cancelled, UploadRejection.UnknownUpload, UploadRejection.InvalidToken {
    /** The upload has ended. */
    record Cancelled() implements CancelResult {}
}
