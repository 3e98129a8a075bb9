package dev.moorage.application.service.blob;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.blob.DeleteBlob;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Deletes a repository's link to a blob. The trash names it first, so that an operator can put it back. */
final class DeleteBlobService implements DeleteBlob {
    private final Links links;
    private final Trash trash;
    private final RegistryEvents events;

    DeleteBlobService(Links links, Trash trash, RegistryEvents events) {
        this.links = links;
        this.trash = trash;
        this.events = events;
    }

    @Override
    public void delete(Caller caller, RepositoryName repository, Digest digest) throws IOException {
        Optional<Digest> bytes = links.read(RegistryKeys.layerLink(repository, digest));
        if (bytes.isEmpty()) {
            throw GetBlobService.unknown(digest);
        }
        trash.keepForClient(repository, List.of(new TrashedLink(digest, bytes.get())));
        links.delete(RegistryKeys.layerLink(repository, digest));
        if (events.wants(EventKind.BLOB_DELETED)) {
            events.publish(new ChangeEvent.BlobDeleted(caller, repository, digest));
        }
    }
}
