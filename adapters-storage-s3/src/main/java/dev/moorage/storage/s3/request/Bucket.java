package dev.moorage.storage.s3.request;

import dev.moorage.storage.spi.object.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The requests for the objects of one bucket. Keys are the bucket's full keys. Errors do not mention the bucket's name. */
public final class Bucket {
    static final String CONTENT_TYPE = "application/octet-stream";

    /** The maximum number of keys in one DeleteObjects request, and in one page of a listing. */
    public static final int BATCH = 1000;

    private final S3Client client;
    private final String name;
    private final ObjectSettings settings;
    private final Checksums checksums;
    private final ListingForm listing;
    private final BatchDeletes deletes = new BatchDeletes(this);

    public Bucket(S3Client client, String name, ObjectSettings settings, Checksums checksums, ListingForm listing) {
        this.client = client;
        this.name = name;
        this.settings = settings;
        this.checksums = checksums;
        this.listing = listing;
    }

    /** Returns the same bucket with another form of listing requests. */
    public Bucket with(ListingForm form) {
        return new Bucket(client, name, settings, checksums, form);
    }

    public Checksums checksums() {
        return checksums;
    }

    /** Returns the requests for multipart uploads of the same bucket. */
    public MultipartRequests multipart() {
        return new MultipartRequests(client, name, settings, checksums, listing.isEncoded());
    }

    /** Fails when the bucket does not exist, or when the credentials have no access to it. */
    public void require() throws IOException {
        try {
            send("HeadBucket", s3 -> s3.headBucket(request -> request.bucket(name)));
        } catch (RequestFailedException e) {
            throw explained(e);
        }
    }

    /**
     * Finds the error code of a failed HEAD. The response to a HEAD has no body and so no code. The response to a GET has
     * both.
     */
    private IOException explained(RequestFailedException failed) throws IOException {
        try {
            send(
                    "ListObjectsV2",
                    s3 -> s3.listObjectsV2(request -> request.bucket(name).maxKeys(1)));
            return failed;
        } catch (RequestFailedException withCode) {
            return withCode.isNotImplemented() ? failed : withCode;
        }
    }

    public Optional<HeadObjectResponse> head(String key) throws IOException {
        try {
            return Optional.of(send(
                    "HeadObject",
                    s3 -> s3.headObject(request -> request.bucket(name).key(key))));
        } catch (RequestFailedException e) {
            return absent(e);
        }
    }

    private static <T> Optional<T> absent(RequestFailedException e) throws RequestFailedException {
        if (e.isNotFound()) {
            return Optional.empty();
        }
        throw e;
    }

    /**
     * Opens a range of an object. Empty when the object is absent.
     *
     * @throws RequestFailedException with {@link RequestFailedException#isBeyondEnd} when the range begins beyond the
     *     object's end
     */
    public Optional<ResponseInputStream<GetObjectResponse>> get(String key, ByteRange range) throws IOException {
        try {
            return Optional.of(send(
                    "GetObject",
                    s3 -> s3.getObject(request -> request.bucket(name).key(key).range(header(range)))));
        } catch (RequestFailedException e) {
            return absent(e);
        }
    }

    @SuppressWarnings("NullAway") // The client's builders take null for what is not sent.
    private static String header(ByteRange range) {
        if (range.equals(ByteRange.WHOLE)) {
            return null;
        }
        return range.length() > Long.MAX_VALUE - range.offset() - 1
                ? "bytes=" + range.offset() + "-"
                : "bytes=" + range.offset() + "-" + (range.offset() + range.length() - 1);
    }

    /** Puts a small object and returns its ETag in the form of {@link Etags#canonical}. */
    public String put(
            String key, byte[] content, Map<String, String> metadata, Consumer<PutObjectRequest.Builder> condition)
            throws IOException {
        RequestBody body =
                RequestBody.fromContentProvider(() -> new ByteArrayInputStream(content), content.length, CONTENT_TYPE);
        return put(key, body, checksums.of(content), metadata, condition);
    }

    /** Puts an object and returns its ETag in the form of {@link Etags#canonical}. */
    public String put(
            String key,
            RequestBody body,
            String checksum,
            Map<String, String> metadata,
            Consumer<PutObjectRequest.Builder> condition)
            throws IOException {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(name).key(key).metadata(metadata);
        settings.applyTo(request);
        checksums.applyTo(request, checksum);
        condition.accept(request);
        return Etags.canonical(
                send("PutObject", s3 -> s3.putObject(request.build(), body)).eTag());
    }

    /** Copies a whole object with one request. */
    public void copy(String source, String target, Consumer<CopyObjectRequest.Builder> condition) throws IOException {
        CopyObjectRequest.Builder request = CopyObjectRequest.builder()
                .sourceBucket(name)
                .sourceKey(source)
                .destinationBucket(name)
                .destinationKey(target);
        settings.applyTo(request);
        condition.accept(request);
        send("CopyObject", s3 -> s3.copyObject(request.build()));
    }

    public void delete(String key, Consumer<DeleteObjectRequest.Builder> condition) throws IOException {
        DeleteObjectRequest.Builder request =
                DeleteObjectRequest.builder().bucket(name).key(key);
        condition.accept(request);
        send("DeleteObject", s3 -> s3.deleteObject(request.build()));
    }

    /** Deletes an object, unless the store's time is over: {@link SignedDeletes#send}. */
    public SignedDeletes.Reply delete(SignedDeletes signed, String key, Instant now, Instant until) throws IOException {
        return signed.send(name, key, now, until);
    }

    /** Deletes objects. Keys without an object are ignored. */
    public void deleteAll(Collection<String> keys) throws IOException {
        deletes.deleteAll(List.copyOf(keys));
    }

    public BucketPage list(ListingRequest request) throws IOException {
        return ListingRequests.send(this, listing, request);
    }

    String name() {
        return name;
    }

    /** Sends a request, and translates its failure. */
    <T> T send(String operation, Function<S3Client, T> request) throws IOException {
        try {
            return request.apply(client);
        } catch (SdkException e) {
            throw S3Exceptions.translated(operation, e);
        }
    }
}
