package dev.moorage.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.core.util.DateTimeRfc1123;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import dev.moorage.storage.azure.request.AzureExceptions;
import dev.moorage.storage.azure.request.BlobNames;
import dev.moorage.storage.spi.object.DeleteOutcome;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends Delete Blob requests whose shared access signature ends at a time of the service, however long this process was
 * stopped before it sent them. Each request is sent once. A second attempt would hide that the first one may still be on its
 * way.
 */
final class SignedDeletes {
    private static final Logger LOG = LoggerFactory.getLogger(SignedDeletes.class);
    private static final String OPERATION = "Delete Blob, signed for a time";
    private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");

    private final BlobContainerClient container;
    private final Presigning.SasSigner signer;
    private final HttpPipeline once;

    /**
     * Creates the sender.
     *
     * @param once sends a request as it is, and once
     */
    SignedDeletes(BlobContainerClient container, Presigning.SasSigner signer, HttpPipeline once) {
        this.container = container;
        this.signer = signer;
        this.once = once;
    }

    /**
     * Deletes a blob if it has an ETag, unless the service's time is over.
     *
     * @param until the last moment at which the service may accept the request, to the second
     * @throws IOException when the service does not respond
     */
    DeleteOutcome delete(String name, String etag, Instant until) throws IOException {
        Instant end = until.truncatedTo(ChronoUnit.SECONDS);
        HttpRequest request = request(name, etag, end);
        try (HttpResponse response = once.sendSync(request, Context.NONE)) {
            return outcome(response, end);
        } catch (RuntimeException e) {
            throw AzureExceptions.unanswered(OPERATION, e);
        }
    }

    private HttpRequest request(String name, String etag, Instant end) throws IOException {
        String url = container.getBlobContainerUrl() + "/" + BlobNames.encoded(name) + "?" + signature(name, end);
        return new HttpRequest(HttpMethod.DELETE, url).setHeader(HttpHeaderName.IF_MATCH, etag);
    }

    private String signature(String name, Instant end) throws IOException {
        BlobServiceSasSignatureValues values = new BlobServiceSasSignatureValues(
                end.atOffset(ZoneOffset.UTC), new BlobSasPermission().setDeletePermission(true));
        try {
            return signer.sign(container.getBlobClient(name), values);
        } catch (BlobStorageException e) {
            throw AzureExceptions.refused("Get User Delegation Key", e);
        } catch (RuntimeException e) {
            throw AzureExceptions.unanswered("Get User Delegation Key", e);
        }
    }

    private static DeleteOutcome outcome(HttpResponse response, Instant end) {
        int status = response.getStatusCode();
        String code =
                Optional.ofNullable(response.getHeaders().getValue(ERROR_CODE)).orElse("");
        if (status < 300 || status == 404 && !code.startsWith("Container")) {
            return DeleteOutcome.DELETED;
        }
        if (status == 412) {
            return DeleteOutcome.CHANGED;
        }
        boolean refused = status >= 400 && status < 500 && status != 408 && status != 429;
        if (refused && time(response).filter(end::isBefore).isPresent()) {
            return DeleteOutcome.TOO_LATE;
        }
        LOG.atWarn()
                .addKeyValue("operation", OPERATION)
                .addKeyValue("status", status)
                .addKeyValue("code", code)
                .log("The store refused a request");
        return DeleteOutcome.UNKNOWN;
    }

    private static Optional<Instant> time(HttpResponse response) {
        try {
            return Optional.ofNullable(response.getHeaders().getValue(HttpHeaderName.DATE))
                    .map(text -> new DateTimeRfc1123(text).getDateTime().toInstant());
        } catch (DateTimeException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
