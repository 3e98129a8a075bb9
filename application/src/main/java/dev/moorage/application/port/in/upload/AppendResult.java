package dev.moorage.application.port.in.upload;

/** The outcomes of a chunk. */
public sealed interface AppendResult
        permits AppendResult.Appended,
                UploadRejection.UnknownUpload,
                UploadRejection.InvalidToken,
                UploadRejection.OutOfRange,
                UploadRejection.Superseded,
                UploadRejection.Broken {
    /** The whole body is durable. */
    record Appended(UploadProgress progress) implements AppendResult {}
}
