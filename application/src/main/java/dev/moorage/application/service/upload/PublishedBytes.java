package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.upload.session.FencedCommitRecorder;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadHashes;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Answers a PUT whose bytes an earlier PUT has published. Either the upload is committed, or its staged bytes are gone: the
 * other PUT ran at the same time, failed later, or was cut off by a crash.
 */
final class PublishedBytes {
    private final StorageDriver storage;
    private final Docket docket;
    private final UploadHashes hashes;
    private final RepositoryBlobs blobs;
    private final FencedCommitRecorder fencedCommits;

    PublishedBytes(
            StorageDriver storage,
            Docket docket,
            UploadHashes hashes,
            RepositoryBlobs blobs,
            FencedCommitRecorder fencedCommits) {
        this.storage = storage;
        this.docket = docket;
        this.hashes = hashes;
        this.blobs = blobs;
        this.fencedCommits = fencedCommits;
    }

    /**
     * Returns whether the repository still has the blob of a committed upload. The blob may have been deleted since, and
     * collected.
     */
    boolean isStillThere(CompleteUploadCommand command) throws IOException {
        Digest digest = command.digest();
        RepositoryName repository = command.upload().repository();
        Reliance reliance = docket.rely(Set.of(new Blob(digest), new BlobLink(repository, digest)));
        reliance.settle();
        return blobs.persist(repository, digest).isPresent()
                && reliance.confirm(() -> blobs.restore(repository, digest, digest));
    }

    /** Commits the upload if the blob has its bytes. */
    CompleteResult commit(SessionRecord record, CompleteUploadCommand command) throws IOException {
        Digest digest = command.digest();
        RepositoryName repository = command.upload().repository();
        Reliance reliance = docket.rely(Set.of(new Blob(digest), new BlobLink(repository, digest)));
        reliance.settle();
        if (!isSameBytes(record, command)) {
            return new UploadRejection.UnknownUpload();
        }
        if (!command.upload().caller().may(Action.PUSH, command.upload().repository())) {
            return new CompleteResult.NoLongerAllowed();
        }
        storage.sync(RegistryKeys.blob(digest));
        blobs.link(command.upload().caller(), repository, digest, digest, RepositoryBlobs.Origin.REPEATED);
        if (!reliance.confirm(() -> blobs.restore(repository, digest, digest))) {
            return new UploadRejection.UnknownUpload();
        }
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
