package dev.moorage.application.port.in.upload;

import dev.moorage.domain.digest.Digest;
import java.io.IOException;

/** The outcomes of a PUT, or of a monolithic POST. */
public sealed interface CompleteResult {
    /** 201: the blob is in the repository. */
    record Committed(Digest digest) implements CompleteResult {}

    /**
     * 400 {@code DIGEST_INVALID}: the bytes have another digest. Nothing is published, and the upload keeps its bytes.
     */
    record DigestMismatch(UploadProgress progress, Digest actual) implements CompleteResult {}

    /** 416 {@code RANGE_INVALID}: the chunk does not start at the upload's offset. Nothing was appended. */
    record OutOfRange(UploadProgress progress) implements CompleteResult {}

    /** 404 {@code BLOB_UPLOAD_UNKNOWN}: the upload does not exist or has ended. */
    record UnknownUpload() implements CompleteResult {}

    /**
     * 404 {@code BLOB_UPLOAD_INVALID}: the token is missing, altered, or signed with another key. Storage was not
     * accessed.
     */
    record InvalidToken() implements CompleteResult {}

    /** The body ended early. Bytes that arrived are durable where they were staged, and not acknowledged. */
    record Broken(UploadProgress progress, IOException cause) implements CompleteResult {}

    /**
     * 416: another request has taken over this upload. Nothing of this request is acknowledged.
     *
     * @param progress where this request started
     */
    record Overtaken(UploadProgress progress) implements CompleteResult {}

    /** 403 {@code DENIED}: the caller lost the right to push while the body arrived. */
    record NoLongerAllowed() implements CompleteResult {}
}
