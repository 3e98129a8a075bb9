package dev.moorage.application.service.upload;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUpload;
import dev.moorage.application.port.in.upload.PushBlob;
import dev.moorage.application.port.in.upload.PushRight;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.service.upload.session.ClaimAttempt;
import dev.moorage.application.service.upload.session.ClaimedUpload;
import dev.moorage.application.service.upload.session.FencedCommitRecorder;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadClaims;
import dev.moorage.application.service.upload.session.UploadCollaborators;
import dev.moorage.application.service.upload.session.WriterFencedException;
import dev.moorage.application.service.upload.token.UploadLocations;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.ChunkRange;
import dev.moorage.domain.upload.UploadOutcome;
import dev.moorage.domain.upload.UploadProtocol.Path;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import dev.moorage.storage.spi.ObjectInfo;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.StagingFencedException;
import java.io.IOException;
import java.util.Optional;

/** Handles a PUT on an upload and a monolithic POST: appends the body, then commits. */
final class CompleteUploadService implements CompleteUpload, PushBlob {
    private final UploadCollaborators with;
    private final UploadClaims claims;
    private final UploadLocations locations;
    private final StartUploadService starts;
    private final UploadCommit commit;
    private final MonolithicUpload smallBlobs;
    private final Links links;
    private final FencedCommitRecorder overtaken;

    CompleteUploadService(
            UploadCollaborators collaborators,
            UploadClaims claims,
            UploadLocations locations,
            StartUploadService starts,
            UploadCommit commit,
            MonolithicUpload smallBlobs,
            Links links,
            FencedCommitRecorder overtaken) {
        this.with = collaborators;
        this.claims = claims;
        this.locations = locations;
        this.starts = starts;
        this.commit = commit;
        this.smallBlobs = smallBlobs;
        this.links = links;
        this.overtaken = overtaken;
    }

    @Override
    public CompleteResult push(RepositoryName repository, Digest digest, UploadBody body, PushRight stillAllowed)
            throws IOException {
        UploadToken token = starts.token(repository, digest.algorithm());
        return whole(new Path(repository, token.id()), token, Optional.empty(), digest, body, stillAllowed);
    }

    @Override
    public CompleteResult complete(
            UploadRequest upload, Digest digest, Optional<ChunkRange> range, UploadBody body, PushRight stillAllowed)
            throws IOException {
        Optional<UploadToken> token = locations.token(upload);
        if (token.isEmpty()) {
            return new CompleteResult.InvalidToken();
        }
        Path path = UploadLocations.path(upload);
        if (!path.isOf(token.get())) {
            return new CompleteResult.UnknownUpload();
        }
        boolean fromTheStart = token.get().offset() == 0
                && range.map(ChunkRange::first).orElse(0L) == 0
                && !with.ended().contains(upload.id())
                && with.sessions().read(path).isEmpty();
        return fromTheStart
                ? whole(path, hashedAs(digest, token.get()), range, digest, body, stillAllowed)
                : claimed(path, token.get(), range, digest, body, stillAllowed);
    }

    /**
     * Returns the token with the digest's algorithm. The whole blob arrives in one body, so it can be hashed with that
     * algorithm.
     */
    private static UploadToken hashedAs(Digest digest, UploadToken token) {
        return new UploadToken(
                token.repository(),
                token.id(),
                token.offset(),
                token.generation(),
                token.startedAt(),
                digest.algorithm());
    }

    private CompleteResult whole(
            Path path,
            UploadToken token,
            Optional<ChunkRange> range,
            Digest digest,
            UploadBody body,
            PushRight stillAllowed)
            throws IOException {
        return switch (smallBlobs.push(path.repository(), digest, body, stillAllowed)) {
            case MonolithicUpload.Stored _ -> new CompleteResult.Committed(digest);
            case MonolithicUpload.NoLongerAllowed _ -> new CompleteResult.NoLongerAllowed();
            case MonolithicUpload.Refused(UploadBody received)
            when received.length().orElse(-1) == 0 ->
                new CompleteResult.DigestMismatch(locations.progress(token), MonolithicUpload.emptyDigest(digest));
            case MonolithicUpload.Refused(UploadBody received) ->
                claimed(path, token, range, digest, received, stillAllowed);
            case MonolithicUpload.NotSmall _ -> claimed(path, token, range, digest, body, stillAllowed);
        };
    }

    private CompleteResult claimed(
            Path path,
            UploadToken token,
            Optional<ChunkRange> range,
            Digest digest,
            UploadBody body,
            PushRight stillAllowed)
            throws IOException {
        ClaimAttempt attempt = claims.claim(
                new UploadClaims.Request(path, Optional.of(body), Optional.of(RegistryKeys.blob(digest))),
                stored -> with.protocol()
                        .finish(stored, path, token, range, digest, with.clock().instant()));
        return switch (attempt) {
            case ClaimAttempt.Won(ClaimedUpload upload) -> finish(upload, token, digest, body, stillAllowed);
            case ClaimAttempt.Answered(UploadOutcome.AlreadyCommitted(Digest committed)) ->
                new CompleteResult.Committed(committed);
            case ClaimAttempt.Answered(UploadOutcome.OutOfRange(UploadSession session)) ->
                new CompleteResult.OutOfRange(locations.progress(session));
            case ClaimAttempt.Answered _ -> new CompleteResult.UnknownUpload();
            case ClaimAttempt.BytesLost(SessionRecord record) -> published(record, digest, body);
            case ClaimAttempt.Overtaken _ -> new CompleteResult.Overtaken(locations.progress(token));
        };
    }

    private CompleteResult finish(
            ClaimedUpload upload, UploadToken token, Digest digest, UploadBody body, PushRight stillAllowed)
            throws IOException {
        try (upload) {
            if (!upload.staged().accepts(RegistryKeys.blob(digest))) {
                // The bytes were staged for the key of another blob, and this store cannot publish them under a
                // different key.
                upload.settle(false);
                return new CompleteResult.UnknownUpload();
            }
            Optional<IOException> broken = upload.append(body);
            return broken.isPresent()
                    ? new CompleteResult.Broken(locations.progress(upload.settle(false)), broken.get())
                    : commit.commit(upload, digest, stillAllowed);
        } catch (WriterFencedException | StagingFencedException _) {
            return new CompleteResult.Overtaken(locations.progress(token));
        } catch (StagedBytesLostException _) {
            return published(upload.record(), digest, body);
        }
    }

    /**
     * Answers a PUT whose staged bytes are gone although the upload was not committed. Another PUT may have published
     * them, one that ran at the same time, failed later, or was cut off by a crash. The recorded hash, together with
     * the last chunk if the client sends it again, shows whether the blob has the bytes of this upload.
     */
    private CompleteResult published(SessionRecord record, Digest digest, UploadBody body) throws IOException {
        long offset = record.session().acknowledged();
        Optional<ObjectInfo> blob = with.storage().stat(RegistryKeys.blob(digest));
        long size = blob.map(ObjectInfo::size).orElse(-1L);
        boolean sameBytes = size >= 0
                && offset + body.length().orElse(size - offset) == size
                && with.hashes()
                        .replay(record, offset, body)
                        .filter(hasher ->
                                hasher.length() == size && hasher.digest().equals(digest))
                        .isPresent();
        if (!sameBytes) {
            return new CompleteResult.UnknownUpload();
        }
        with.storage().sync(RegistryKeys.blob(digest));
        UploadSession session = record.session();
        links.write(RegistryKeys.layerLink(session.repository(), digest), digest);
        overtaken.record(new Path(session.repository(), session.id()), digest);
        return new CompleteResult.Committed(digest);
    }
}
