package dev.moorage.application.service.manifest;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.blob.DeleteBlob;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/** Deletes blobs that no write-once tag needs. */
record DeleteUnneededBlob(DeleteBlob delete, WriteOnceContent content) implements DeleteBlob {
    @Override
    public void delete(Caller caller, RepositoryName repository, Digest digest) throws IOException {
        content.requireUnneeded(repository, digest);
        delete.delete(caller, repository, digest);
    }
}
