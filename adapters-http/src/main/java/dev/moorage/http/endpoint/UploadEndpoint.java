package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.StatusResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
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
    private final UseCases useCases;
    private final UploadResponses answers;
    private final OpenUploads open;
    private final CompleteUploadEndpoint completes;

    public UploadEndpoint(
            UseCases useCases, UploadResponses answers, OpenUploads open, CompleteUploadEndpoint completes) {
        this.useCases = useCases;
        this.answers = answers;
        this.open = open;
        this.completes = completes;
    }

    public void handle(Exchange exchange, RepositoryName repository, String id) throws IOException {
        Optional<UploadId> parsed = UploadId.tryParse(id);
        if (parsed.isEmpty()) {
            answers.unknown(exchange);
            return;
        }
        UploadRequest upload =
                new UploadRequest(repository, parsed.get(), exchange.query().last("_state"));
        boolean receives =
                exchange.method().equals("PATCH") || exchange.method().equals("PUT");
        if (receives && !open.begin(upload.id(), OpenUploads.client(exchange))) {
            answers.tooMany(exchange);
            return;
        }
        try {
            switch (exchange.method()) {
                case "PATCH" -> patch(exchange, upload);
                case "PUT" -> completes.put(exchange, upload);
                case "DELETE" -> cancel(exchange, upload);
                default -> status(exchange, upload);
            }
        } catch (HttpError refusal) {
            open.unused(upload.id());
            answers.refused(exchange, useCases.getUploadStatus().status(upload), refusal);
        }
    }

    private void patch(Exchange exchange, UploadRequest upload) throws IOException {
        ContentHeaders.requireChunk(exchange);
        Optional<ChunkRange> range = ContentHeaders.range(exchange);
        AppendResult result =
                useCases.appendToUpload().append(upload, range, exchange.body().letIn());
        if (result instanceof AppendResult.Appended || result instanceof AppendResult.Broken) {
            open.stored(upload.id(), OpenUploads.client(exchange));
        } else {
            open.unused(upload.id());
        }
        switch (result) {
            case AppendResult.Appended(UploadProgress progress) -> answers.progress(exchange, 202, progress);
            case AppendResult.OutOfRange(UploadProgress progress) -> answers.outOfRange(exchange, progress);
            case AppendResult.Overtaken(UploadProgress progress) -> answers.outOfRange(exchange, progress);
            case AppendResult.Broken(UploadProgress progress, IOException cause) ->
                answers.broken(exchange, progress, cause);
            case AppendResult.UnknownUpload _ -> answers.unknown(exchange);
            case AppendResult.InvalidToken _ -> answers.invalidToken(exchange);
        }
    }

    private void status(Exchange exchange, UploadRequest upload) throws IOException {
        switch (useCases.getUploadStatus().status(upload)) {
            case StatusResult.Standing(UploadProgress progress) -> answers.progress(exchange, 204, progress);
            case StatusResult.UnknownUpload _ -> answers.unknown(exchange);
            case StatusResult.InvalidToken _ -> answers.invalidToken(exchange);
        }
    }

    private void cancel(Exchange exchange, UploadRequest upload) throws IOException {
        switch (useCases.cancelUpload().cancel(upload)) {
            case CANCELLED -> {
                open.ended(upload.id());
                exchange.empty(204);
            }
            case UNKNOWN_UPLOAD -> answers.unknown(exchange);
            case INVALID_TOKEN -> answers.invalidToken(exchange);
        }
    }
}
