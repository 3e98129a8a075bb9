package dev.moorage.application.port.in.upload;

import java.io.IOException;

/** The outcomes of a PATCH. */
public sealed interface AppendResult {
    /** 202: the whole body is durable. */
    record Appended(UploadProgress progress) implements AppendResult {}

    /** 416 {@code RANGE_INVALID}: the chunk does not start at the upload's offset. Nothing was appended. */
    record OutOfRange(UploadProgress progress) implements AppendResult {}

    /** 404 {@code BLOB_UPLOAD_UNKNOWN}: the upload does not exist or has ended. */
    record UnknownUpload() implements AppendResult {}

    /**
     * 404 {@code BLOB_UPLOAD_INVALID}: the token is missing, altered, or signed with another key. Storage was not
     * accessed.
     */
    record InvalidToken() implements AppendResult {}

    /**
     * The body ended early. The bytes that arrived are durable and not acknowledged.
     *
     * @param progress where the client may resume
     */
    record Broken(UploadProgress progress, IOException cause) implements AppendResult {}

    /**
     * 416: another request has taken over this upload. Nothing of this request is acknowledged.
     *
     * @param progress where this request started
     */
    record Overtaken(UploadProgress progress) implements AppendResult {}
}
