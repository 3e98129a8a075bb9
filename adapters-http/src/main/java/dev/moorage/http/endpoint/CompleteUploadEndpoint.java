package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.ChunkRange;
import dev.moorage.http.auth.Action;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.exchange.HttpError;
import java.io.IOException;
import java.util.Optional;

/** {@code PUT /v2/<name>/blobs/uploads/<id>?digest=}: completes an upload, with or without a last chunk. */
public final class CompleteUploadEndpoint {
    private final UseCases useCases;
    private final UploadResponses answers;
    private final OpenUploads open;

    public CompleteUploadEndpoint(UseCases useCases, UploadResponses answers, OpenUploads open) {
        this.useCases = useCases;
        this.answers = answers;
        this.open = open;
    }

    void put(Exchange exchange, UploadRequest upload) throws IOException {
        ContentHeaders.requireOctets(exchange);
        Digest digest = exchange.query()
                .last("digest")
                .flatMap(Digest::tryParse)
                .orElseThrow(() ->
                        new HttpError(400, ErrorCode.DIGEST_INVALID, "digest is missing, or is not <algorithm>:<hex>"));
        Optional<ChunkRange> range = ContentHeaders.range(exchange);
        CompleteResult result = useCases.completeUpload()
                .complete(
                        upload,
                        digest,
                        range,
                        exchange.body().letIn(),
                        () -> exchange.grant().may(Action.PUSH, upload.repository()));
        count(open, OpenUploads.client(exchange), result);
        if (result instanceof CompleteResult.Committed) {
            open.ended(upload.id());
        } else {
            open.unused(upload.id());
        }
        answer(answers, exchange, upload.repository(), result);
    }

    /** Counts the upload as open when the result left bytes of it in storage. */
    static void count(OpenUploads open, String client, CompleteResult result) {
        switch (result) {
            case CompleteResult.Broken(UploadProgress progress, IOException _) -> open.stored(progress.id(), client);
            case CompleteResult.DigestMismatch(UploadProgress progress, Digest _) -> open.stored(progress.id(), client);
            default -> {
                // These results leave nothing in storage that was not counted before.
            }
        }
    }

    static void answer(UploadResponses answers, Exchange exchange, RepositoryName repository, CompleteResult result)
            throws IOException {
        switch (result) {
            case CompleteResult.Committed(Digest digest) -> answers.created(exchange, repository, digest);
            case CompleteResult.DigestMismatch(UploadProgress progress, Digest actual) ->
                answers.digestMismatch(exchange, progress, actual);
            case CompleteResult.OutOfRange(UploadProgress progress) -> answers.outOfRange(exchange, progress);
            case CompleteResult.Overtaken(UploadProgress progress) -> answers.outOfRange(exchange, progress);
            case CompleteResult.Broken(UploadProgress progress, IOException cause) ->
                answers.broken(exchange, progress, cause);
            case CompleteResult.UnknownUpload _ -> answers.unknown(exchange);
            case CompleteResult.InvalidToken _ -> answers.invalidToken(exchange);
            case CompleteResult.NoLongerAllowed _ -> exchange.error(403, ErrorCode.DENIED);
        }
    }
}
