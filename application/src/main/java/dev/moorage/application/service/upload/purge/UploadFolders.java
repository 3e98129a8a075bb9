package dev.moorage.application.service.upload.purge;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.repository.Catalog;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A walk through the folders of all uploads of all repositories. What cannot be read is reported, and the walk continues. */
record UploadFolders(StorageDriver storage) {
    private static final int REPOSITORIES_AT_ONCE = 1000;

    /** Takes the folders. */
    interface Visitor {
        void visit(Path upload, ObjectKey folder);

        void failed(ObjectKey key, IOException reason);
    }

    /**
     * Visits each folder once. Returns the number of names: those of repositories, and those that have nothing but uploads.
     *
     * @throws IOException the repositories could not be listed
     */
    int forEach(Visitor visitor) throws IOException {
        Catalog catalog = Catalog.withUploads(storage, (folder, reason) -> {
            if (folder.equals(RegistryKeys.REPOSITORIES)) {
                throw reason;
            }
            visitor.failed(folder, reason);
        });
        List<RepositoryName> repositories;
        String last = "";
        int names = 0;
        do {
            repositories = catalog.namesAfter(last, REPOSITORIES_AT_ONCE);
            repositories.forEach(repository -> visit(repository, visitor));
            names += repositories.size();
            last = repositories.isEmpty() ? last : repositories.getLast().value();
        } while (repositories.size() == REPOSITORIES_AT_ONCE);
        return names;
    }

    private void visit(RepositoryName repository, Visitor visitor) {
        ObjectKey uploads = RegistryKeys.uploads(repository);
        try {
            ObjectWalk.children(storage, uploads).forEach(entry -> {
                Optional<UploadId> id = UploadId.tryParse(entry.key().name());
                id.ifPresent(known -> visitor.visit(new Path(repository, known), entry.key()));
            });
        } catch (IOException e) {
            visitor.failed(uploads, e);
        }
    }
}
