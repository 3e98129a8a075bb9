package dev.moorage.storage.s3.request;

import dev.moorage.storage.s3.AbandonedUploads;
import dev.moorage.storage.spi.object.ByteRange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** The requests for the multipart uploads of one bucket. */
public final class MultipartRequests {
    private static final Logger LOG = LoggerFactory.getLogger(MultipartRequests.class);

    private final S3Client client;
    private final String bucket;
    private final ObjectSettings settings;
    private final Checksums checksums;
    private final boolean encodedListing;

    /**
     * Creates the requests.
     *
     * @param encodedListing whether the request asks for URL-encoded keys, see {@link ListingForm}
     */
    MultipartRequests(
            S3Client client, String bucket, ObjectSettings settings, Checksums checksums, boolean encodedListing) {
        this.client = client;
        this.bucket = bucket;
        this.settings = settings;
        this.checksums = checksums;
        this.encodedListing = encodedListing;
    }

    /** A multipart upload that is neither completed nor aborted. */
    public record Unfinished(UploadRef upload, Instant initiated) {}

    /**
     * Creates a multipart upload.
     *
     * @param sent whether its parts are sent (true) or copied by the store (false). Checksums are announced only for sent
     *     parts.
     */
    public UploadRef create(String key, Map<String, String> metadata, boolean sent) throws IOException {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(Bucket.CONTENT_TYPE)
                .metadata(metadata);
        settings.applyTo(request);
        if (sent) {
            checksums.applyTo(request);
        }
        return new UploadRef(
                key,
                send("CreateMultipartUpload", s3 -> s3.createMultipartUpload(request.build()))
                        .uploadId());
    }

    public SentPart upload(UploadRef upload, int number, RequestBody body, long size, String checksum)
            throws IOException {
        UploadPartRequest.Builder request = UploadPartRequest.builder()
                .bucket(bucket)
                .key(upload.key())
                .uploadId(upload.id())
                .partNumber(number)
                .contentLength(size);
        checksums.applyTo(request, checksum);
        String etag = Etags.canonical(
                send("UploadPart", s3 -> s3.uploadPart(request.build(), body)).eTag());
        return new SentPart(number, size, etag.isEmpty() ? checksums.etag(checksum) : etag, checksum);
    }

    public SentPart copy(UploadRef upload, int number, String source, ByteRange range) throws IOException {
        CopyPartResult copied = send(
                        "UploadPartCopy",
                        s3 -> s3.uploadPartCopy(request -> request.sourceBucket(bucket)
                                .sourceKey(source)
                                .copySourceRange(
                                        "bytes=" + range.offset() + "-" + (range.offset() + range.length() - 1))
                                .destinationBucket(bucket)
                                .destinationKey(upload.key())
                                .uploadId(upload.id())
                                .partNumber(number)))
                .copyPartResult();
        String etag = copied == null ? "" : Etags.canonical(copied.eTag());
        if (etag.isEmpty()) {
            throw new IOException("storage gave no ETag for a part that it copied");
        }
        return new SentPart(number, range.length(), etag, "");
    }

    public void complete(
            UploadRef upload, List<SentPart> parts, Consumer<CompleteMultipartUploadRequest.Builder> condition)
            throws IOException {
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(upload.key())
                .uploadId(upload.id())
                .multipartUpload(
                        list -> list.parts(parts.stream().map(this::completed).toList()));
        condition.accept(request);
        try {
            send("CompleteMultipartUpload", s3 -> s3.completeMultipartUpload(request.build()));
        } catch (RequestFailedException e) {
            if (e.isInvalidPart() && !SentPart.areEqual(parts)) {
                LOG.warn("The store refused the parts of an upload, which have several sizes:"
                        + " if it wants one size, set storage.s3.equalparts: true");
            }
            throw e;
        }
    }

    private CompletedPart completed(SentPart part) {
        CompletedPart.Builder completed =
                CompletedPart.builder().partNumber(part.number()).eTag(part.etag());
        if (!part.checksum().isEmpty()) {
            checksums.applyTo(completed, part.checksum());
        }
        return completed.build();
    }

    /** Aborts an upload. An upload that no longer exists counts as aborted. */
    public void abort(UploadRef upload) throws IOException {
        try {
            send(
                    "AbortMultipartUpload",
                    s3 -> s3.abortMultipartUpload(
                            request -> request.bucket(bucket).key(upload.key()).uploadId(upload.id())));
        } catch (RequestFailedException e) {
            if (!e.isUploadGone() && !e.isNotFound()) {
                throw e;
            }
        }
    }

    /**
     * Aborts an upload that no writer continues, after the outcome is decided. When the store refuses, the failure is logged
     * and {@link AbandonedUploads} aborts the upload later.
     */
    public void abandon(UploadRef upload) {
        try {
            abort(upload);
        } catch (IOException e) {
            LOG.atInfo().addKeyValue("key", upload.key()).setCause(e).log("A multipart upload could not be aborted");
        }
    }

    /** Lists the unfinished uploads below a prefix. */
    public List<Unfinished> unfinished(String prefix) throws IOException {
        List<Unfinished> found = new ArrayList<>();
        ListMultipartUploadsResponse page = page(prefix, "", "");
        while (true) {
            page.uploads()
                    .forEach(upload -> found.add(
                            new Unfinished(new UploadRef(upload.key(), upload.uploadId()), upload.initiated())));
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return found;
            }
            page = page(prefix, page.nextKeyMarker(), page.nextUploadIdMarker());
        }
    }

    private ListMultipartUploadsResponse page(String prefix, String keyMarker, String uploadIdMarker)
            throws IOException {
        return send(
                "ListMultipartUploads",
                s3 -> s3.listMultipartUploads(request -> {
                    request.bucket(bucket).prefix(prefix);
                    if (encodedListing) {
                        request.encodingType(EncodingType.URL);
                    }
                    if (!keyMarker.isEmpty()) {
                        request.keyMarker(keyMarker).uploadIdMarker(uploadIdMarker);
                    }
                }));
    }

    /** Returns when the newest part of an upload arrived. Empty when the upload has no parts or does not exist. */
    public Optional<Instant> lastPart(UploadRef upload) throws IOException {
        try {
            return listed(upload).stream().map(Part::lastModified).max(Comparator.naturalOrder());
        } catch (RequestFailedException e) {
            if (e.isUploadGone() || e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Lists all parts of an upload that the store has, in the order of their numbers. */
    public List<SentPart> parts(UploadRef upload) throws IOException {
        return listed(upload).stream()
                .map(part ->
                        new SentPart(part.partNumber(), part.size(), Etags.canonical(part.eTag()), checksums.of(part)))
                .sorted(Comparator.comparingInt(SentPart::number))
                .toList();
    }

    private List<Part> listed(UploadRef upload) throws IOException {
        List<Part> parts = new ArrayList<>();
        Integer marker = 0;
        while (true) {
            Integer after = marker;
            ListPartsResponse page = send(
                    "ListParts",
                    s3 -> s3.listParts(request -> request.bucket(bucket)
                            .key(upload.key())
                            .uploadId(upload.id())
                            .partNumberMarker(after)));
            parts.addAll(page.parts());
            if (!Boolean.TRUE.equals(page.isTruncated()) || page.nextPartNumberMarker() == null) {
                return parts;
            }
            marker = page.nextPartNumberMarker();
        }
    }

    private <T> T send(String operation, Function<S3Client, T> request) throws IOException {
        try {
            return request.apply(client);
        } catch (SdkException e) {
            throw S3Exceptions.translated(operation, e);
        }
    }
}
