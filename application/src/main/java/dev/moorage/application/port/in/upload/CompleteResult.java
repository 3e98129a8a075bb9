package dev.moorage.application.port.in.upload;

import dev.moorage.domain.digest.Digest;

/** The outcomes of a request that commits a blob. */
public sealed interface CompleteResult
        permits CompleteResult.Committed,
                CompleteResult.DigestMismatch,
                CompleteResult.NoLongerAllowed,
                UploadRejection.UnknownUpload,
                UploadRejection.InvalidToken,
                UploadRejection.OutOfRange,
                UploadRejection.Superseded,
                UploadRejection.Broken {
    /** The blob is in the repository. */
    record Committed(Digest digest) implements CompleteResult {}

    /** {@code DIGEST_INVALID}: the bytes have another digest. Nothing is published, and the upload keeps its bytes. */
    record DigestMismatch(UploadProgress progress, Digest actual) implements CompleteResult {}

    /** {@code DENIED}: the caller lost the right to push while the body arrived. */
    record NoLongerAllowed() implements CompleteResult {}
}
