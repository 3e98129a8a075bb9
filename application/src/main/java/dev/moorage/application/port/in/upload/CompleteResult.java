package dev.moorage.application.port.in.upload;

import dev.moorage.domain.digest.Digest;
import java.io.IOException;

/** What a PUT, or a POST with the whole blob, came to. */
public sealed interface CompleteResult {
    /** 201: the blob is in the repository. */
    record Committed(Digest digest) implements CompleteResult {}

    /** 400 {@code DIGEST_INVALID}: nothing is published; the upload keeps its bytes. */
    record DigestMismatch(UploadProgress progress, Digest actual) implements CompleteResult {}

    /** 416 {@code RANGE_INVALID}; nothing was appended. */
    record OutOfRange(UploadProgress progress) implements CompleteResult {}

    /** 404 {@code BLOB_UPLOAD_UNKNOWN}. */
    record UnknownUpload() implements CompleteResult {}

    /** 404 {@code BLOB_UPLOAD_INVALID}. Storage was not asked. */
    record InvalidToken() implements CompleteResult {}

    /** The body ended before its end; what arrived is durable where it was staged, and not acknowledged. */
    record Broken(UploadProgress progress, IOException cause) implements CompleteResult {}

    /**
     * 416: another request has taken over this upload; nothing of this one is acknowledged.
     *
     * @param progress what this request started from
     */
    record Overtaken(UploadProgress progress) implements CompleteResult {}

    /** 403 {@code DENIED}: the right to push was lost while the body came. */
    record NoLongerAllowed() implements CompleteResult {}
}
