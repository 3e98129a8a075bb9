package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.StatusResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.exchange.HttpError;
import dev.moorage.http.exchange.RequestEndedException;
import java.io.IOException;
import java.util.List;

/**
 * Sends the responses of the upload endpoints. Each response about an upload in progress, errors included, contains its
 * location and its offset.
 */
public final class UploadResponses {
    private final Locations locations;

    public UploadResponses(Locations locations) {
        this.locations = locations;
    }

    void progress(Exchange exchange, int status, UploadProgress progress) {
        headers(exchange, progress).empty(status);
    }

    /** Answers a request that was to commit a blob. */
    void completed(Exchange exchange, RepositoryName repository, CompleteResult result) throws IOException {
        switch (result) {
            case CompleteResult.Committed(Digest digest) -> created(exchange, repository, digest);
            case CompleteResult.DigestMismatch(UploadProgress progress, Digest actual) ->
                digestMismatch(exchange, progress, actual);
            case CompleteResult.NoLongerAllowed _ -> throw new RegistryException(RegistryError.of(ErrorCode.DENIED));
            case UploadRejection rejection -> rejected(exchange, rejection);
        }
    }

    /** Answers a request that was not carried out. */
    void rejected(Exchange exchange, UploadRejection rejection) throws IOException {
        switch (rejection) {
            case UploadRejection.UnknownUpload _ -> exchange.error(404, ErrorCode.BLOB_UPLOAD_UNKNOWN);
            case UploadRejection.InvalidToken _ -> exchange.error(404, ErrorCode.BLOB_UPLOAD_INVALID);
            case UploadRejection.OutOfRange(UploadProgress progress) -> outOfRange(exchange, progress);
            case UploadRejection.Superseded(UploadProgress progress) -> outOfRange(exchange, progress);
            case UploadRejection.Broken(UploadProgress progress, IOException cause) ->
                broken(exchange, progress, cause);
        }
    }

    void created(Exchange exchange, RepositoryName repository, Digest digest) {
        exchange.header("Location", locations.blob(repository, digest))
                .header("Docker-Content-Digest", digest.toString())
                .empty(201);
    }

    private void outOfRange(Exchange exchange, UploadProgress progress) throws IOException {
        headers(exchange, progress)
                .error(416, ErrorCode.RANGE_INVALID, "the upload stands at byte " + progress.offset());
    }

    private void digestMismatch(Exchange exchange, UploadProgress progress, Digest actual) throws IOException {
        headers(exchange, progress)
                .error(400, ErrorCode.DIGEST_INVALID, "provided digest did not match uploaded content, " + actual);
    }

    /**
     * The client has disconnected, or the server ended the request while it waited for the body. The bytes received are
     * kept.
     */
    private void broken(Exchange exchange, UploadProgress progress, IOException cause) throws IOException {
        headers(exchange, progress).header("Connection", "close");
        if (cause instanceof RequestEndedException ended) {
            exchange.ended(ended.reason());
        } else {
            exchange.error(400, ErrorCode.SIZE_INVALID, "the body ended before it was complete");
        }
    }

    /** The client has reached its limit of open uploads. */
    void tooMany(Exchange exchange) throws IOException {
        exchange.header("Retry-After", "60")
                .error(429, ErrorCode.TOOMANYREQUESTS, "too many uploads of this client are open");
    }

    /** The request itself is invalid. The upload may still be in progress. */
    void refused(Exchange exchange, StatusResult status, HttpError refusal) throws IOException {
        switch (status) {
            case StatusResult.InProgress(UploadProgress progress) -> {
                headers(exchange, progress);
                exchange.error(refusal.status(), List.of(refusal.error()));
            }
            case UploadRejection rejection -> rejected(exchange, rejection);
        }
    }

    /**
     * Adds the location, the range and the id of an upload. {@code Range} has no {@code bytes=} prefix, and is 0-0 for no
     * bytes as well as for one byte, since Docker's clients expect that.
     */
    private Exchange headers(Exchange exchange, UploadProgress progress) {
        return exchange.header("Location", locations.upload(progress))
                .header("Range", "0-" + Math.max(0, progress.offset() - 1))
                .header("Docker-Upload-UUID", progress.id().toString());
    }
}
