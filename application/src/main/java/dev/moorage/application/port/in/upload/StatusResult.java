package dev.moorage.application.port.in.upload;

/** The outcomes of a status request. */
public sealed interface StatusResult {
    /** 204: the upload exists. */
    record Standing(UploadProgress progress) implements StatusResult {}

    /** 404 {@code BLOB_UPLOAD_UNKNOWN}: the upload does not exist or has ended. */
    record UnknownUpload() implements StatusResult {}

    /**
     * 404 {@code BLOB_UPLOAD_INVALID}: the request has a token that this registry did not sign. Storage was not
     * accessed.
     */
    record InvalidToken() implements StatusResult {}
}
