package dev.moorage.application.service.archive;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.port.in.archive.ListInventory;
import dev.moorage.application.service.maintenance.LinkedDigests;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.Optional;

/** Lists the links of repositories, and then the blobs that are there. Nothing is read but keys. */
public final class ListInventoryService implements ListInventory {
    private final StorageDriver storage;

    public ListInventoryService(StorageDriver storage) {
        this.storage = storage;
    }

    @Override
    public void list(Visitor visitor) throws IOException {
        LinkedDigests linked = new LinkedDigests();
        ObjectWalk.recursive(storage, RegistryKeys.REPOSITORIES).forEach(entry -> {
            Optional<RepositoryKey> key = RepositoryKey.parse(entry.key());
            if (key.isPresent() && key.get() instanceof RepositoryKey.Layer layer) {
                linked.add(layer.digest());
            }
        });
        ObjectWalk.recursive(storage, RegistryKeys.BLOBS).forEach(entry -> {
            Optional<Digest> blob = RegistryKeys.digestOfBlob(entry.key());
            if (blob.isPresent() && linked.contains(blob.get())) {
                visitor.blob(blob.get());
            }
        });
    }
}
