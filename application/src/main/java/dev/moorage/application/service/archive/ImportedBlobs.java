package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ArchiveSource;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.PushBlob;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Brings blobs of an archive into repositories. */
final class ImportedBlobs {
    private final ArchiveSource source;
    private final PushBlob push;
    private final BlobUseCases blobs;
    private final boolean dryRun;
    private int count;
    private long bytes;

    ImportedBlobs(ArchiveSource source, PushBlob push, BlobUseCases blobs, boolean dryRun) {
        this.source = source;
        this.push = push;
        this.blobs = blobs;
        this.dryRun = dryRun;
    }

    int count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    /**
     * Makes a repository have a blob: one that it has, or of the archive, or of another repository.
     *
     * @return whether the repository has it. In a dry run, whether it or the archive does
     * @throws ArchiveException the archive has other bytes under the digest
     */
    boolean bring(RepositoryName repository, Digest digest) throws IOException {
        if (has(repository, digest)) {
            return true;
        }
        Optional<ArchiveSource.File> file = source.find(LayoutNames.blob(digest));
        if (dryRun) {
            return file.isPresent();
        }
        if (file.isEmpty()) {
            return blobs.mount().mount(UnrestrictedCaller.ANONYMOUS, repository, digest, Optional.empty());
        }
        try (InputStream in = file.get().open()) {
            CompleteResult result = push.push(new PushBlobCommand(
                    UnrestrictedCaller.ANONYMOUS,
                    repository,
                    digest,
                    new StreamBody(in, file.get().size())));
            require(result, digest);
        }
        count++;
        bytes += file.get().size();
        return true;
    }

    private boolean has(RepositoryName repository, Digest digest) throws IOException {
        try {
            blobs.get().stat(repository, digest);
            return true;
        } catch (RegistryException e) {
            if (e.code() != ErrorCode.BLOB_UNKNOWN) {
                throw e;
            }
            return false;
        }
    }

    private static void require(CompleteResult result, Digest digest) throws IOException {
        switch (result) {
            case CompleteResult.Committed _ -> {}
            case CompleteResult.DigestMismatch mismatch ->
                throw new ArchiveException(
                        "the archive has other bytes under " + digest + ": those of " + mismatch.actual());
            case UploadRejection.Broken broken -> throw broken.cause();
            default -> throw new ArchiveException(digest + " could not be stored: " + result);
        }
    }
}
