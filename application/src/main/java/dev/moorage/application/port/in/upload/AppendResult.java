package dev.moorage.application.port.in.upload;

import java.io.IOException;

/** What a PATCH came to. */
public sealed interface AppendResult {
    /** 202: all of the body is durable. */
    record Appended(UploadProgress progress) implements AppendResult {}

    /** 416 {@code RANGE_INVALID}: the chunk does not start where the upload stands; nothing was appended. */
    record OutOfRange(UploadProgress progress) implements AppendResult {}

    /** 404 {@code BLOB_UPLOAD_UNKNOWN}. */
    record UnknownUpload() implements AppendResult {}

    /** 404 {@code BLOB_UPLOAD_INVALID}: the token is missing, altered or of another key. Storage was not asked. */
    record InvalidToken() implements AppendResult {}

    /**
     * The body ended before its end; what arrived is durable, and not acknowledged.
     *
     * @param progress where the client may start again
     */
    record Broken(UploadProgress progress, IOException cause) implements AppendResult {}

    /**
     * 416: another request has taken over this upload; nothing of this one is acknowledged.
     *
     * @param progress what this request started from
     */
    record Overtaken(UploadProgress progress) implements AppendResult {}
}
