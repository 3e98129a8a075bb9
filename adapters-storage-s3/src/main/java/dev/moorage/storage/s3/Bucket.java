package dev.moorage.storage.s3;

import dev.moorage.domain.blob.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;

/** The requests for objects of one bucket. Keys are those of the bucket; failures are told without its name. */
final class Bucket {
    static final String CONTENT_TYPE = "application/octet-stream";

    /** The most keys of one request to delete, and of one page. */
    static final int BATCH = 1000;

    private final S3Client client;
    private final String name;
    private final ObjectSettings settings;
    private final Checksums checksums;

    Bucket(S3Client client, String name, ObjectSettings settings, Checksums checksums) {
        this.client = client;
        this.name = name;
        this.settings = settings;
        this.checksums = checksums;
    }

    Checksums checksums() {
        return checksums;
    }

    /** The requests for multipart uploads of the same bucket. */
    MultipartRequests multipart() {
        return new MultipartRequests(client, name, settings, checksums);
    }

    /** Fails when the bucket is not there, or not ours. */
    void require() throws IOException {
        try {
            send("HeadBucket", s3 -> s3.headBucket(request -> request.bucket(name)));
        } catch (RequestFailedException e) {
            throw explained(e);
        }
    }

    /** An answer to HEAD has no body, and so no code that says why it failed: the answer to a GET has. */
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

    Optional<HeadObjectResponse> head(String key) throws IOException {
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
     * Opens an object; a range that begins beyond its end is a {@link RequestFailedException#isBeyondEnd}.
     *
     * @param version an ETag that the object must have still
     */
    Optional<ResponseInputStream<GetObjectResponse>> get(String key, ByteRange range, Optional<String> version)
            throws IOException {
        try {
            return Optional.of(send(
                    "GetObject",
                    s3 -> s3.getObject(request ->
                            request.bucket(name).key(key).range(header(range)).ifMatch(version.orElse(null)))));
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

    /** Puts a small object, and gives its ETag. */
    String put(String key, byte[] content, Map<String, String> metadata, Consumer<PutObjectRequest.Builder> condition)
            throws IOException {
        RequestBody body =
                RequestBody.fromContentProvider(() -> new ByteArrayInputStream(content), content.length, CONTENT_TYPE);
        return put(key, body, checksums.of(content), metadata, condition);
    }

    /** Puts an object, and gives its ETag. */
    String put(
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
        return send("PutObject", s3 -> s3.putObject(request.build(), body)).eTag();
    }

    /** Copies a whole object. */
    void copy(String source, String target, Consumer<CopyObjectRequest.Builder> condition) throws IOException {
        CopyObjectRequest.Builder request = CopyObjectRequest.builder()
                .sourceBucket(name)
                .sourceKey(source)
                .destinationBucket(name)
                .destinationKey(target);
        settings.applyTo(request);
        condition.accept(request);
        send("CopyObject", s3 -> s3.copyObject(request.build()));
    }

    void delete(String key, Consumer<DeleteObjectRequest.Builder> condition) throws IOException {
        DeleteObjectRequest.Builder request =
                DeleteObjectRequest.builder().bucket(name).key(key);
        condition.accept(request);
        send("DeleteObject", s3 -> s3.deleteObject(request.build()));
    }

    /** Deletes objects, those that are not there too. */
    void deleteAll(Collection<String> keys) throws IOException {
        List<String> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<String> batch = all.subList(from, Math.min(from + BATCH, all.size()));
            if (batch.size() == 1) {
                delete(batch.getFirst(), request -> {});
            } else {
                deleteBatch(batch);
            }
        }
    }

    private void deleteBatch(List<String> keys) throws IOException {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        try {
            List<S3Error> errors = send(
                            "DeleteObjects",
                            s3 -> s3.deleteObjects(request -> request.bucket(name)
                                    .delete(delete -> delete.objects(objects).quiet(true))))
                    .errors();
            if (!errors.isEmpty()) {
                throw new IOException("storage has not deleted " + errors.size() + " objects: "
                        + errors.getFirst().code());
            }
        } catch (RequestFailedException e) {
            if (!e.isNotImplemented()) {
                throw e;
            }
            for (String key : keys) {
                delete(key, request -> {});
            }
        }
    }

    ListObjectsV2Response list(Consumer<ListObjectsV2Request.Builder> request) throws IOException {
        return send("ListObjectsV2", s3 -> s3.listObjectsV2(builder -> request.accept(builder.bucket(name))));
    }

    private <T> T send(String operation, Function<S3Client, T> request) throws IOException {
        try {
            return request.apply(client);
        } catch (SdkException e) {
            throw Failures.translated(operation, e);
        }
    }
}
