package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.upload.session.FencedCommitRecorder;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadHashes;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.util.Optional;

/**
 * Answers a PUT whose staged bytes are gone although the upload was not committed. Another PUT may have published them, one
 * that ran at the same time, failed later, or was cut off by a crash.
 */
final class PublishedBytes {
    private final StorageDriver storage;
    private final UploadHashes hashes;
    private final RepositoryBlobs blobs;
    private final FencedCommitRecorder fencedCommits;

    PublishedBytes(
            StorageDriver storage, UploadHashes hashes, RepositoryBlobs blobs, FencedCommitRecorder fencedCommits) {
        this.storage = storage;
        this.hashes = hashes;
        this.blobs = blobs;
        this.fencedCommits = fencedCommits;
    }

    /** Commits the upload if the blob has its bytes. */
    CompleteResult commit(SessionRecord record, CompleteUploadCommand command) throws IOException {
        Digest digest = command.digest();
        if (!isSameBytes(record, command)) {
            return new UploadRejection.UnknownUpload();
        }
        if (!command.upload().caller().may(Action.PUSH, command.upload().repository())) {
            return new CompleteResult.NoLongerAllowed();
        }
        storage.sync(RegistryKeys.blob(digest));
        blobs.link(
                command.upload().caller(),
                command.upload().repository(),
                digest,
                digest,
                RepositoryBlobs.Origin.REPEATED);
        fencedCommits.record(command.upload().path(), digest);
        return new CompleteResult.Committed(digest);
    }

    /**
     * Returns whether the blob has the bytes of the upload. The recorded hash, together with the last chunk if the client
     * sends it again, shows that.
     */
    private boolean isSameBytes(SessionRecord record, CompleteUploadCommand command) throws IOException {
        long offset = record.session().acknowledged();
        Optional<ObjectInfo> blob = storage.stat(RegistryKeys.blob(command.digest()));
        if (blob.isEmpty()) {
            return false;
        }
        long size = blob.get().size();
        return offset + command.body().length().orElse(size - offset) == size
                && hashes.replay(record, offset, command.body())
                        .filter(hasher ->
                                hasher.length() == size && hasher.digest().equals(command.digest()))
                        .isPresent();
    }
}
