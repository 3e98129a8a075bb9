package dev.moorage.application.service.upload;

import dev.moorage.application.hash.Hasher;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.upload.session.ClaimedUpload;
import dev.moorage.application.service.upload.session.FencedCommitRecorder;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadHashes;
import dev.moorage.application.service.upload.session.WriterFencedException;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.upload.UploadOutcome.Fenced;
import dev.moorage.domain.upload.UploadOutcome.Mismatch;
import dev.moorage.domain.upload.UploadOutcome.Recorded;
import dev.moorage.domain.upload.UploadOutcome.Report;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.staging.Sealed;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits an upload in this order: seal, compare the digest of exactly the sealed bytes, publish, link, record, clean
 * up. Therefore exactly the verified bytes are published, and a link implies a whole blob. The docket is looked at during
 * the seal and after the link. Verdicts are resolved before the bytes are published, because that happens once.
 */
final class UploadCommit {
    private static final Logger LOG = LoggerFactory.getLogger(UploadCommit.class);

    private final UploadProtocol protocol;
    private final Docket docket;
    private final UploadHashes hashes;
    private final UploadTokens tokens;
    private final RepositoryBlobs blobs;
    private final InstantSource clock;
    private final FencedCommitRecorder fencedCommits;

    UploadCommit(
            UploadProtocol protocol,
            Docket docket,
            UploadHashes hashes,
            InstantSource clock,
            UploadTokens tokens,
            RepositoryBlobs blobs,
            FencedCommitRecorder fencedCommits) {
        this.protocol = protocol;
        this.docket = docket;
        this.hashes = hashes;
        this.clock = clock;
        this.tokens = tokens;
        this.blobs = blobs;
        this.fencedCommits = fencedCommits;
    }

    CompleteResult commit(ClaimedUpload upload, Digest expected, Caller caller) throws IOException {
        if (!caller.may(Action.PUSH, upload.session().repository())) {
            upload.recordProgress(true);
            return new CompleteResult.NoLongerAllowed();
        }
        Reliance reliance = docket.rely(
                Set.of(new Blob(expected), new BlobLink(upload.session().repository(), expected)));
        Sealed sealed = upload.staged().seal();
        long generation = upload.session().generation();
        UploadSession session =
                recorded(protocol.seal(upload.session(), generation, sealed.size(), expected, clock.instant()));
        return switch (protocol.verify(session, digest(upload, sealed, expected), clock.instant())) {
            case Fenced _ -> throw new WriterFencedException();
            case Mismatch(UploadSession open, Digest actual) -> {
                upload.store(new Recorded(open));
                yield new CompleteResult.DigestMismatch(tokens.progress(open, caller), actual);
            }
            case Recorded(UploadSession verified) -> publish(upload, sealed, verified, expected, caller, reliance);
        };
    }

    /**
     * Returns the digest of exactly the sealed bytes. It comes from the hash that was computed as they arrived, or from
     * reading the sealed bytes.
     */
    private Digest digest(ClaimedUpload upload, Sealed sealed, Digest expected) throws IOException {
        Hasher hasher =
                upload.hasher().algorithm() == expected.algorithm() ? upload.hasher() : Hasher.of(expected.algorithm());
        hashes.readOn(hasher, upload.staged());
        if (hasher.length() != sealed.size()) {
            throw new IOException("the hash has seen " + hasher.length() + " of " + sealed.size() + " sealed bytes");
        }
        return hasher.digest();
    }

    private CompleteResult publish(
            ClaimedUpload upload,
            Sealed sealed,
            UploadSession verified,
            Digest digest,
            Caller caller,
            Reliance reliance)
            throws IOException {
        reliance.settle();
        upload.staged().publish(sealed, RegistryKeys.blob(digest));
        UploadSession published = recorded(protocol.published(verified, digest, clock.instant()));
        blobs.link(caller, published.repository(), digest, digest, RepositoryBlobs.Origin.PUSHED);
        if (!reliance.confirm(() -> blobs.restore(published.repository(), digest, digest))) {
            return new UploadRejection.UnknownUpload();
        }
        cleanUp(upload, recorded(protocol.committed(published, digest, clock.instant())), digest);
        return new CompleteResult.Committed(digest);
    }

    /**
     * Records the commit and deletes what is staged. The blob is already published and linked, so a failure here does
     * not fail the push.
     */
    private void cleanUp(ClaimedUpload upload, UploadSession committed, Digest digest) {
        try {
            record(upload, committed, digest);
        } catch (IOException e) {
            LOG.atInfo()
                    .addKeyValue("upload", committed.id())
                    .setCause(e)
                    .log("A committed upload could not be cleaned up. The next purge removes it");
        }
    }

    private void record(ClaimedUpload upload, UploadSession committed, Digest digest) throws IOException {
        try {
            upload.replace(new SessionRecord(committed, Optional.empty(), List.of()));
        } catch (WriterFencedException _) {
            fencedCommits.record(new Path(committed.repository(), committed.id()), digest);
            return; // The staged bytes belong to the other request.
        }
        upload.staged().discard();
    }

    private static UploadSession recorded(Report report) throws WriterFencedException {
        return switch (report) {
            case Fenced _ -> throw new WriterFencedException();
            case Recorded(UploadSession session) -> session;
        };
    }
}
