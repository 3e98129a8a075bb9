package dev.moorage.application.port.in.upload;

/** What a status request came to. */
public sealed interface StatusResult {
    /** 204. */
    record Standing(UploadProgress progress) implements StatusResult {}

    /** 404 {@code BLOB_UPLOAD_UNKNOWN}. */
    record UnknownUpload() implements StatusResult {}

    /** 404 {@code BLOB_UPLOAD_INVALID}: a token was given, and is not one of ours. Storage was not asked. */
    record InvalidToken() implements StatusResult {}
}
