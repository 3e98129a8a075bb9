package dev.moorage.application.port.in.upload;

/** The outcomes of a status request. */
public sealed interface StatusResult
        permits StatusResult.InProgress, UploadRejection.UnknownUpload, UploadRejection.InvalidToken {
    /** The upload exists and has not ended. */
    record InProgress(UploadProgress progress) implements StatusResult {}
}
