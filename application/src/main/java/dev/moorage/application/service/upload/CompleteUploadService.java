package dev.moorage.application.service.upload;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUpload;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PushBlob;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.out.event.UploadEvent.Ending;
import dev.moorage.application.service.upload.session.ClaimAttempt;
import dev.moorage.application.service.upload.session.ClaimedUpload;
import dev.moorage.application.service.upload.session.SessionRecord;
import dev.moorage.application.service.upload.session.UploadClaims;
import dev.moorage.application.service.upload.session.WriterFencedException;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.application.storage.IndependentCalls;
import dev.moorage.application.storage.OnceRead;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.upload.ChunkRange;
import dev.moorage.domain.upload.UploadOutcome;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** Handles a PUT on an upload and a monolithic POST: appends the body, then commits. */
final class CompleteUploadService implements CompleteUpload, PushBlob {
    private final UploadProtocol protocol;
    private final InstantSource clock;
    private final UploadClaims claims;
    private final UploadTokens tokens;
    private final StartUploadService starts;
    private final UploadCommit commit;
    private final MonolithicUpload monolithic;
    private final PublishedBytes published;
    private final UploadReports reports;
    private final IndependentCalls calls;

    CompleteUploadService(
            UploadProtocol protocol,
            InstantSource clock,
            UploadClaims claims,
            UploadTokens tokens,
            StartUploadService starts,
            UploadCommit commit,
            MonolithicUpload monolithic,
            PublishedBytes published,
            UploadReports reports,
            IndependentCalls calls) {
        this.protocol = protocol;
        this.clock = clock;
        this.claims = claims;
        this.tokens = tokens;
        this.starts = starts;
        this.commit = commit;
        this.monolithic = monolithic;
        this.published = published;
        this.reports = reports;
        this.calls = calls;
    }

    @Override
    public CompleteResult push(PushBlobCommand command) throws IOException {
        UploadToken token = starts.token(
                command.caller(), command.repository(), command.digest().algorithm());
        UploadRequest upload = new UploadRequest(command.caller(), command.repository(), token.id(), Optional.empty());
        return reports.around(
                upload,
                command.body(),
                body -> monolithic(
                        new CompleteUploadCommand(upload, command.digest(), Optional.empty(), body),
                        token,
                        new OnceRead<>(() -> true)));
    }

    @Override
    public CompleteResult complete(CompleteUploadCommand command) throws IOException {
        UploadRequest upload = command.upload();
        Optional<UploadToken> token = tokens.of(upload);
        if (token.isEmpty()) {
            return new UploadRejection.InvalidToken();
        }
        if (!upload.path().isOf(token.get())) {
            return new UploadRejection.UnknownUpload();
        }
        return reports.around(
                upload,
                command.body(),
                body -> complete(
                        new CompleteUploadCommand(upload, command.digest(), command.range(), body), token.get()));
    }

    private CompleteResult complete(CompleteUploadCommand command, UploadToken token) throws IOException {
        boolean fromTheStart =
                token.offset() == 0 && command.range().map(ChunkRange::first).orElse(0L) == 0;
        if (!fromTheStart) {
            return claim(command, token);
        }
        OnceRead<Boolean> untouched =
                calls.begin(() -> claims.isUntouched(command.upload().path()));
        return calls.atOnce() || untouched.get()
                ? monolithic(command, hashedAs(command.digest(), token), untouched)
                : claim(command, token);
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

    /**
     * Stores a small blob in one step, or goes on with a session.
     *
     * @param untouched says whether no request has stored anything of the upload
     */
    private CompleteResult monolithic(CompleteUploadCommand command, UploadToken token, OnceRead<Boolean> untouched)
            throws IOException {
        UploadRequest upload = command.upload();
        PushBlobCommand push =
                new PushBlobCommand(upload.caller(), upload.repository(), command.digest(), command.body());
        return switch (monolithic.push(push, untouched)) {
            case MonolithicUpload.Stored _ ->
                reports.committed(command, token, command.body().length(), false);
            case MonolithicUpload.NoLongerAllowed _ -> new CompleteResult.NoLongerAllowed();
            case MonolithicUpload.Refused(UploadBody received)
            when received.length().orElse(-1) == 0 -> {
                reports.ended(upload, Ending.DIGEST_MISMATCH);
                yield new CompleteResult.DigestMismatch(
                        tokens.progress(token, upload.caller()),
                        command.digest().algorithm().emptyDigest());
            }
            case MonolithicUpload.Refused(UploadBody received) ->
                claim(new CompleteUploadCommand(upload, command.digest(), command.range(), received), token);
            case MonolithicUpload.Begun(UploadBody received) ->
                claim(new CompleteUploadCommand(upload, command.digest(), command.range(), received), token);
            case MonolithicUpload.NotSmall _ -> claim(command, token);
        };
    }

    private CompleteResult claim(CompleteUploadCommand command, UploadToken token) throws IOException {
        UploadProtocol.Path path = command.upload().path();
        ClaimAttempt attempt = claims.claim(
                new UploadClaims.Request(
                        command.upload(),
                        Optional.of(command.body()),
                        Optional.of(RegistryKeys.blob(command.digest()))),
                stored -> protocol.finish(stored, path, token, command.range(), command.digest(), clock.instant()));
        return switch (attempt) {
            case ClaimAttempt.Won(ClaimedUpload upload) -> finish(upload, command, token);
            case ClaimAttempt.Answered(UploadOutcome.AlreadyCommitted _) ->
                published.isStillThere(command)
                        ? reports.committed(command, token, OptionalLong.empty(), true)
                        : new UploadRejection.UnknownUpload();
            case ClaimAttempt.Answered(UploadOutcome.OutOfRange(UploadSession session)) ->
                new UploadRejection.OutOfRange(
                        tokens.progress(session, command.upload().caller()));
            case ClaimAttempt.Answered _ -> new UploadRejection.UnknownUpload();
            case ClaimAttempt.BytesLost(SessionRecord record) -> published(record, command, token);
            case ClaimAttempt.Fenced _ ->
                new UploadRejection.Superseded(
                        tokens.progress(token, command.upload().caller()));
        };
    }

    private CompleteResult finish(ClaimedUpload upload, CompleteUploadCommand command, UploadToken token)
            throws IOException {
        try (upload) {
            if (!upload.staged().accepts(RegistryKeys.blob(command.digest()))) {
                // The bytes were staged for the key of another blob, and this store cannot publish them under a
                // different key.
                upload.recordProgress(false);
                return new UploadRejection.UnknownUpload();
            }
            Optional<IOException> broken = upload.append(command.body());
            return broken.isPresent()
                    ? new UploadRejection.Broken(
                            tokens.progress(
                                    upload.recordProgress(false),
                                    command.upload().caller()),
                            broken.get())
                    : commit(upload, command, token);
        } catch (WriterFencedException | StagingFencedException _) {
            return new UploadRejection.Superseded(
                    tokens.progress(token, command.upload().caller()));
        } catch (StagedBytesLostException _) {
            return published(upload.record(), command, token);
        }
    }

    private CompleteResult commit(ClaimedUpload upload, CompleteUploadCommand command, UploadToken token)
            throws IOException {
        CompleteResult result =
                commit.commit(upload, command.digest(), command.upload().caller());
        if (result instanceof CompleteResult.DigestMismatch) {
            reports.ended(command.upload(), Ending.DIGEST_MISMATCH);
        }
        return result instanceof CompleteResult.Committed
                ? reports.committed(
                        command, token, OptionalLong.of(upload.session().offset()), false)
                : result;
    }

    private CompleteResult published(SessionRecord record, CompleteUploadCommand command, UploadToken token)
            throws IOException {
        CompleteResult result = published.commit(record, command);
        if (result instanceof CompleteResult.Committed) {
            return reports.committed(command, token, OptionalLong.empty(), true);
        }
        if (result instanceof UploadRejection.UnknownUpload) {
            reports.ended(command.upload(), Ending.BYTES_LOST);
        }
        return result;
    }
}
