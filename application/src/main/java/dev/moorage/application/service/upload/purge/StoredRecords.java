package dev.moorage.application.service.upload.purge;

import dev.moorage.application.port.in.upload.StoredUpload;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;

/** What session records tell readers of the storage. */
final class StoredRecords {
    private StoredRecords() {}

    /** Returns whether a record belongs to the upload in whose folder it was found. */
    static boolean isOf(SessionRecord record, Path upload) {
        return record.session().id().equals(upload.id())
                && record.session().repository().equals(upload.repository());
    }

    static StoredUpload upload(SessionRecord record) {
        UploadSession session = record.session();
        return new StoredUpload(
                session.repository(),
                session.id(),
                session.phase().isFinal(),
                session.offset(),
                session.acknowledged(),
                session.startedAt(),
                session.lastActivity(),
                record.history());
    }
}
