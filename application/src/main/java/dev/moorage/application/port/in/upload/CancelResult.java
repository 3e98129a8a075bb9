package dev.moorage.application.port.in.upload;

/** What a cancel came to. */
public enum CancelResult {
    /** 204. */
    CANCELLED,
    /** 404 {@code BLOB_UPLOAD_UNKNOWN}. */
    UNKNOWN_UPLOAD,
    /** 404 {@code BLOB_UPLOAD_INVALID}. */
    INVALID_TOKEN
}
