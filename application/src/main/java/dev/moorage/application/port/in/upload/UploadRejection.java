package dev.moorage.application.port.in.upload;

import java.io.IOException;

/** Why a request about an upload was not carried out. Each use case lists in its result which of these it answers. */
public sealed interface UploadRejection {
    /** {@code BLOB_UPLOAD_UNKNOWN}: the upload does not exist or has ended. */
    record UnknownUpload() implements UploadRejection, AppendResult, CompleteResult, StatusResult, CancelResult {}

    /**
     * {@code BLOB_UPLOAD_INVALID}: the token is missing, altered, or signed with another key. Storage was not accessed.
     */
    record InvalidToken() implements UploadRejection, AppendResult, CompleteResult, StatusResult, CancelResult {}

    /**
     * {@code RANGE_INVALID}: the chunk does not start at the upload's offset. Nothing was appended.
     *
     * @param progress where the next chunk must start
     */
    record OutOfRange(UploadProgress progress) implements UploadRejection, AppendResult, CompleteResult {}

    /**
     * {@code RANGE_INVALID}: another request has taken over this upload. Nothing of this request is acknowledged.
     *
     * @param progress where this request started
     */
    record Superseded(UploadProgress progress) implements UploadRejection, AppendResult, CompleteResult {}

    /**
     * {@code SIZE_INVALID}: the body ended early. The bytes that were staged are durable and not acknowledged.
     *
     * @param progress where the client may resume
     */
    record Broken(UploadProgress progress, IOException cause)
            implements UploadRejection, AppendResult, CompleteResult {}
}
