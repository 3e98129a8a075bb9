package dev.moorage.application.port.in.upload;

/** The outcomes of a cancel. */
public enum CancelResult {
    /** 204: the upload has ended. */
    CANCELLED,
    /** 404 {@code BLOB_UPLOAD_UNKNOWN}: the upload does not exist or has ended. */
    UNKNOWN_UPLOAD,
    /** 404 {@code BLOB_UPLOAD_INVALID}: the token is missing, altered, or signed with another key. */
    INVALID_TOKEN
}
