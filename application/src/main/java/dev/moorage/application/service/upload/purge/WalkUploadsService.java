package dev.moorage.application.service.upload.purge;

import dev.moorage.application.port.in.upload.WalkUploads;
import dev.moorage.application.service.upload.session.UploadSessions;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;

/** Reads the record of every upload of every repository. */
public final class WalkUploadsService implements WalkUploads {
    private final UploadFolders folders;
    private final UploadSessions sessions;

    public WalkUploadsService(StorageDriver storage, UploadSessions sessions) {
        this.folders = new UploadFolders(storage);
        this.sessions = sessions;
    }

    @Override
    public void walk(Visitor visitor) throws IOException {
        folders.forEach(new UploadFolders.Visitor() {
            @Override
            public void visit(Path upload, ObjectKey folder) {
                try {
                    sessions.read(upload)
                            .flatMap(UploadSessions.Stored::record)
                            .filter(record -> StoredRecords.isOf(record, upload))
                            .map(StoredRecords::upload)
                            .ifPresent(visitor::found);
                } catch (IOException e) {
                    failed(folder, e);
                }
            }

            @Override
            public void failed(ObjectKey key, IOException reason) {
                visitor.failed(key.value(), reason);
            }
        });
    }
}
