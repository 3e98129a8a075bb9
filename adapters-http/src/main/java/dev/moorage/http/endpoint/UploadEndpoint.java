package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.StatusResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.ChunkRange;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.exchange.HttpError;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /v2/<name>/blobs/uploads/<id>}: status, chunks, completion and cancellation of an upload. OCI Distribution
 * Specification, sections "Pushing blobs" and "Pushing a blob in chunks".
 */
public final class UploadEndpoint {
    private final UploadUseCases uploads;
    private final UploadResponses answers;
    private final OpenUploads open;

    public UploadEndpoint(UploadUseCases uploads, UploadResponses answers, OpenUploads open) {
        this.uploads = uploads;
        this.answers = answers;
        this.open = open;
    }

    public void handle(Exchange exchange, RepositoryName repository, String id) throws IOException {
        Optional<UploadId> parsed = UploadId.tryParse(id);
        if (parsed.isEmpty()) {
            answers.rejected(exchange, new UploadRejection.UnknownUpload());
            return;
        }
        UploadRequest upload = new UploadRequest(
                exchange.caller(), repository, parsed.get(), exchange.query().last("_state"));
        boolean receives =
                exchange.method().equals("PATCH") || exchange.method().equals("PUT");
        if (receives && !open.begin(upload.id(), OpenUploads.client(exchange))) {
            answers.tooMany(exchange);
            return;
        }
        try {
            switch (exchange.method()) {
                case "PATCH" -> patch(exchange, upload);
                case "PUT" -> put(exchange, upload);
                case "DELETE" -> cancel(exchange, upload);
                default -> status(exchange, upload);
            }
        } catch (HttpError refusal) {
            open.unused(upload.id());
            answers.refused(exchange, uploads.status().status(upload), refusal);
        }
    }

    private void patch(Exchange exchange, UploadRequest upload) throws IOException {
        ContentHeaders.requireChunk(exchange);
        Optional<ChunkRange> range = ContentHeaders.range(exchange);
        AppendResult result =
                uploads.append().append(upload, range, exchange.body().letIn());
        if (result instanceof AppendResult.Appended || result instanceof UploadRejection.Broken) {
            open.stored(upload.id(), OpenUploads.client(exchange));
        } else {
            open.unused(upload.id());
        }
        switch (result) {
            case AppendResult.Appended(UploadProgress progress) -> answers.progress(exchange, 202, progress);
            case UploadRejection rejection -> answers.rejected(exchange, rejection);
        }
    }

    /** Completes an upload, with or without a last chunk. */
    private void put(Exchange exchange, UploadRequest upload) throws IOException {
        ContentHeaders.requireOctets(exchange);
        Digest digest = exchange.query()
                .last("digest")
                .flatMap(Digest::tryParse)
                .orElseThrow(() ->
                        new HttpError(400, ErrorCode.DIGEST_INVALID, "digest is missing, or is not <algorithm>:<hex>"));
        Optional<ChunkRange> range = ContentHeaders.range(exchange);
        CompleteResult result = uploads.complete()
                .complete(new CompleteUploadCommand(
                        upload, digest, range, exchange.body().letIn()));
        open.completed(OpenUploads.client(exchange), result);
        if (result instanceof CompleteResult.Committed) {
            open.ended(upload.id());
        } else {
            open.unused(upload.id());
        }
        answers.completed(exchange, upload.repository(), result);
    }

    private void status(Exchange exchange, UploadRequest upload) throws IOException {
        switch (uploads.status().status(upload)) {
            case StatusResult.InProgress(UploadProgress progress) -> answers.progress(exchange, 204, progress);
            case UploadRejection rejection -> answers.rejected(exchange, rejection);
        }
    }

    private void cancel(Exchange exchange, UploadRequest upload) throws IOException {
        switch (uploads.cancel().cancel(upload)) {
            case CancelResult.Cancelled _ -> {
                open.ended(upload.id());
                exchange.empty(204);
            }
            case UploadRejection rejection -> answers.rejected(exchange, rejection);
        }
    }
}
