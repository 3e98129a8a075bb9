package dev.moorage.application.service.blob;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.blob.DeleteBlob;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;

/** Deletes a repository's link to a blob. */
final class DeleteBlobService implements DeleteBlob {
    private final Links links;
    private final RegistryEvents events;

    DeleteBlobService(Links links, RegistryEvents events) {
        this.links = links;
        this.events = events;
    }

    @Override
    public void delete(Caller caller, RepositoryName repository, Digest digest) throws IOException {
        if (links.read(RegistryKeys.layerLink(repository, digest)).isEmpty()) {
            throw GetBlobService.unknown(digest);
        }
        links.delete(RegistryKeys.layerLink(repository, digest));
        if (events.wants(EventKind.BLOB_DELETED)) {
            events.publish(new ChangeEvent.BlobDeleted(caller, repository, digest));
        }
    }
}
