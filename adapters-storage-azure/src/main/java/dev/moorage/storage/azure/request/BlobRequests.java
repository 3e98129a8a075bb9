package dev.moorage.storage.azure.request;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests of the Blob service's REST interface that the driver sends through the SDK's pipeline. The pipeline signs and
 * retries them. The SDK's own methods wrap reactive ones, copy every block, and cannot start a copy without a poller.
 */
public final class BlobRequests {
    private static final HttpHeaderName RANGE = HttpHeaderName.fromString("x-ms-range");
    private static final HttpHeaderName BLOB_TYPE = HttpHeaderName.fromString("x-ms-blob-type");
    private static final HttpHeaderName COPY_SOURCE = HttpHeaderName.fromString("x-ms-copy-source");
    private static final HttpHeaderName SOURCE_IF_MATCH = HttpHeaderName.fromString("x-ms-source-if-match");
    private static final HttpHeaderName COPY_STATUS = HttpHeaderName.fromString("x-ms-copy-status");
    private static final HttpHeaderName COPY_ACTION = HttpHeaderName.fromString("x-ms-copy-action");
    private static final HttpHeaderName VERSION = HttpHeaderName.fromString("x-ms-version");

    private final HttpPipeline pipeline;
    private final String container;
    private final String version;

    /**
     * Creates the requests.
     *
     * @param container the container's URL
     * @param version the version of the service's interface
     */
    public BlobRequests(HttpPipeline pipeline, String container, String version) {
        this.pipeline = pipeline;
        this.container = container;
        this.version = version;
    }

    /** The condition on the blob that a request changes. */
    public record Condition(Optional<String> ifMatch, boolean ifAbsent) {
        public static final Condition NONE = new Condition(Optional.empty(), false);
        public static final Condition ABSENT = new Condition(Optional.empty(), true);

        public static Condition match(String etag) {
            return new Condition(Optional.of(etag), false);
        }

        /** Requires that the blob is still the one that was seen. */
        public static Condition unchanged(Optional<BlobHead> seen) {
            return seen.map(head -> match(head.etag())).orElse(ABSENT);
        }

        private void addTo(HttpHeaders headers) {
            ifMatch.ifPresent(etag -> headers.set(HttpHeaderName.IF_MATCH, etag));
            if (ifAbsent) {
                headers.set(HttpHeaderName.IF_NONE_MATCH, "*");
            }
        }
    }

    /** Get Blob Properties. Empty when there is no blob, or when nothing of it is committed. */
    public Optional<BlobHead> head(String name) throws IOException {
        try (HttpResponse response = send("Get Blob Properties", request(HttpMethod.HEAD, name, ""))) {
            return Optional.of(BlobHead.of(response.getHeaders()));
        } catch (RefusedException e) {
            if (e.isMissing()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Asks for a blob that does not exist. Only the container and the credentials decide the response. It is a Get Blob, since
     * the response to a HEAD has no message, and since a signature for blobs does not permit the properties of a container.
     *
     * @throws IOException when the container cannot be used
     */
    public void requireContainer(String nothing) throws IOException {
        try {
            send("Get Blob", request(HttpMethod.GET, nothing, "")).close();
        } catch (RefusedException e) {
            if (!e.isMissing()) {
                throw e;
            }
        }
    }

    /** A blob's bytes, of which nothing has been read yet. */
    public record Download(BlobHead head, HttpResponse response) {}

    /**
     * Get Blob, from an offset on.
     *
     * @param length the maximum number of bytes, at least 1
     */
    public Download get(String name, long offset, long length, Condition condition) throws IOException {
        HttpRequest request = request(HttpMethod.GET, name, "");
        if (offset > 0 || length < Long.MAX_VALUE - offset) {
            String last = length < Long.MAX_VALUE - offset ? Long.toString(offset + length - 1) : "";
            request.setHeader(RANGE, "bytes=" + offset + "-" + last);
        }
        condition.addTo(request.getHeaders());
        HttpResponse response = send("Get Blob", request);
        try {
            return new Download(BlobHead.of(response.getHeaders()), response);
        } catch (IOException | RuntimeException e) {
            response.close();
            throw e;
        }
    }

    /** Put Blob: writes a whole block blob with one request. Returns its ETag. */
    public String putBlob(String name, byte[] content, Map<String, String> metadata, Condition condition)
            throws IOException {
        HttpRequest request = request(HttpMethod.PUT, name, "").setBody(BinaryData.fromBytes(content));
        request.setHeader(BLOB_TYPE, "BlockBlob");
        request.setHeader(HttpHeaderName.CONTENT_MD5, base64(md5().digest(content)));
        return change("Put Blob", request, metadata, condition);
    }

    /**
     * Put Block: sends a block that belongs to no blob yet. The service refuses the bytes when they do not have the given
     * MD5.
     */
    public void putBlock(String name, String id, InputStream bytes, long length, byte[] md5) throws IOException {
        HttpRequest request = request(HttpMethod.PUT, name, "?comp=block&blockid=" + BlobNames.encoded(id))
                .setBody(BinaryData.fromStream(bytes, length));
        request.setHeader(HttpHeaderName.CONTENT_LENGTH, Long.toString(length));
        request.setHeader(HttpHeaderName.CONTENT_MD5, base64(md5));
        send("Put Block", request).close();
    }

    /** Put Block List: makes the blob consist of exactly these blocks, and drops all others. Returns its ETag. */
    public String putBlockList(String name, List<String> ids, Map<String, String> metadata, Condition condition)
            throws IOException {
        StringBuilder list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        for (String id : ids) {
            list.append("<Latest>").append(id).append("</Latest>");
        }
        byte[] content = list.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
        HttpRequest request = request(HttpMethod.PUT, name, "?comp=blocklist").setBody(BinaryData.fromBytes(content));
        request.setHeader(HttpHeaderName.CONTENT_MD5, base64(md5().digest(content)));
        return change("Put Block List", request, metadata, condition);
    }

    /** Set Blob Metadata: replaces all metadata. Returns the new ETag. */
    public String setMetadata(String name, Map<String, String> metadata, Condition condition) throws IOException {
        return change(
                "Set Blob Metadata",
                request(HttpMethod.PUT, name, "?comp=metadata").setBody(BinaryData.fromBytes(new byte[0])),
                metadata,
                condition);
    }

    private String change(String operation, HttpRequest request, Map<String, String> metadata, Condition condition)
            throws IOException {
        metadata.forEach((key, value) -> request.setHeader(HttpHeaderName.fromString("x-ms-meta-" + key), value));
        condition.addTo(request.getHeaders());
        try (HttpResponse response = send(operation, request)) {
            String etag = response.getHeaders().getValue(HttpHeaderName.ETAG);
            if (etag == null) {
                throw new IOException("the store's answer has no ETag");
            }
            return etag;
        }
    }

    /**
     * Copy Blob: copies one version of the source within the account.
     *
     * @return the copy's status, {@code success} or {@code pending}
     */
    public String startCopy(
            String source, String sourceEtag, String name, Map<String, String> metadata, Condition condition)
            throws IOException {
        HttpRequest request = request(HttpMethod.PUT, name, "").setBody(BinaryData.fromBytes(new byte[0]));
        request.setHeader(COPY_SOURCE, url(source));
        request.setHeader(SOURCE_IF_MATCH, sourceEtag);
        metadata.forEach((key, value) -> request.setHeader(HttpHeaderName.fromString("x-ms-meta-" + key), value));
        condition.addTo(request.getHeaders());
        try (HttpResponse response = send("Copy Blob", request)) {
            String status = response.getHeaders().getValue(COPY_STATUS);
            return status == null ? "pending" : status;
        }
    }

    /** Abort Copy Blob: leaves an empty blob with the copy status {@code aborted}. */
    public void abortCopy(String name, String copyId) throws IOException {
        HttpRequest request = request(HttpMethod.PUT, name, "?comp=copy&copyid=" + BlobNames.encoded(copyId))
                .setBody(BinaryData.fromBytes(new byte[0]));
        request.setHeader(COPY_ACTION, "abort");
        send("Abort Copy Blob", request).close();
    }

    /**
     * Delete Blob. Returns whether there was one. A retry that finds no blob counts as a delete, since its first attempt
     * deleted it.
     */
    public boolean delete(String name, Condition condition) throws IOException {
        HttpRequest request = request(HttpMethod.DELETE, name, "");
        condition.addTo(request.getHeaders());
        try (HttpResponse _ = send("Delete Blob", request)) {
            return true;
        } catch (RefusedException e) {
            if (e.isMissing()) {
                return e.wasRepeated();
            }
            throw e;
        }
    }

    private HttpRequest request(HttpMethod method, String name, String query) {
        // The signature of a request without a body covers a length of 0 bytes, so the request must have that header.
        return new HttpRequest(method, url(name) + query)
                .setHeader(VERSION, version)
                .setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
    }

    private String url(String name) {
        return container + "/" + BlobNames.encoded(name);
    }

    private HttpResponse send(String operation, HttpRequest request) throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        HttpResponse response;
        try {
            response = pipeline.sendSync(request, Attempts.countedBy(attempts));
        } catch (RuntimeException e) {
            throw AzureExceptions.unanswered(operation, e);
        }
        if (response.getStatusCode() < 300) {
            return response;
        }
        throw AzureExceptions.refused(operation, response, attempts.get());
    }

    /** Creates the digest for the checksum that is sent with content. */
    public static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
