package dev.moorage.application.port.in.upload;

import java.util.Objects;

/** The use cases for pushing a blob. */
public record UploadUseCases(
        StartUpload start,
        PushBlob push,
        AppendToUpload append,
        CompleteUpload complete,
        GetUploadStatus status,
        CancelUpload cancel,
        EndUpload end,
        UploadOwner owner) {
    public UploadUseCases {
        Objects.requireNonNull(start);
        Objects.requireNonNull(push);
        Objects.requireNonNull(append);
        Objects.requireNonNull(complete);
        Objects.requireNonNull(status);
        Objects.requireNonNull(cancel);
        Objects.requireNonNull(end);
        Objects.requireNonNull(owner);
    }

    /** Returns the use cases with other ones that commit blobs. */
    public UploadUseCases withCommits(PushBlob decoratedPush, CompleteUpload decoratedComplete) {
        return new UploadUseCases(start, decoratedPush, append, decoratedComplete, status, cancel, end, owner);
    }
}
