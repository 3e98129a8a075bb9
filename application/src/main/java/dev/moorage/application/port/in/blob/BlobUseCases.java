package dev.moorage.application.port.in.blob;

import java.util.Objects;

/** The use cases for existing blobs. */
public record BlobUseCases(GetBlob get, MountBlob mount, DeleteBlob delete) {
    public BlobUseCases {
        Objects.requireNonNull(get);
        Objects.requireNonNull(mount);
        Objects.requireNonNull(delete);
    }

    /** Returns the use cases with other ones that read and delete. */
    public BlobUseCases with(GetBlob decoratedGet, DeleteBlob decoratedDelete) {
        return new BlobUseCases(decoratedGet, mount, decoratedDelete);
    }
}
