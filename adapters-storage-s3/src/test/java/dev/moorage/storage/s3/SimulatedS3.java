package dev.moorage.storage.s3;

import dev.moorage.storage.tck.ScriptedFaults;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Utilities;
import software.amazon.awssdk.services.s3.model.*;

/**
 * The client of a simulated store in memory. The store follows the rules of S3, counts requests, and fails as a test
 * demands.
 */
final class SimulatedS3 implements S3Client {
    private final StoreRules rules;
    private final SimulatedBucket bucket;
    private final Faults faults = new Faults();
    private final SimulatedContents contents;
    private final ScriptedFaults stalls = new ScriptedFaults();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Runnable> interludes = new HashMap<>();
    private final List<Runnable> late = new ArrayList<>();
    private Duration passed = Duration.ZERO;
    private volatile Consumer<String> observer = _ -> {};

    SimulatedS3(StoreRules rules) {
        this.rules = rules;
        this.bucket = new SimulatedBucket(rules);
        this.contents = new SimulatedContents(rules, faults);
    }

    StoreRules rules() {
        return rules;
    }

    SimulatedBucket bucket() {
        return bucket;
    }

    Faults faults() {
        return faults;
    }

    /** Stalls the drivers before requests. */
    ScriptedFaults stalls() {
        return stalls;
    }

    /** Moves the store's clock. */
    synchronized void pass(Duration time) {
        passed = passed.plus(time);
    }

    synchronized Instant now() {
        return Instant.now().plus(passed);
    }

    /** Adds the store's time to a response. */
    SdkHttpResponse.Builder dated(SdkHttpResponse.Builder response) {
        return rules.has(Quirk.NO_DATE)
                ? response
                : response.putHeader(
                        "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC)));
    }

    /** Returns the number of requests of each operation since the last call, and resets the counts. */
    synchronized Map<String, Integer> takeCounts() {
        Map<String, Integer> taken = new TreeMap<>(counts);
        counts.clear();
        return taken;
    }

    /** Returns the same counts without resetting them. */
    synchronized Map<String, Integer> countsSoFar() {
        return Map.copyOf(counts);
    }

    /** Applies the delayed requests. */
    synchronized void applyLate() {
        late.forEach(Runnable::run);
        late.clear();
    }

    /** Calls an observer before each request, on the thread of the request. */
    void observe(Consumer<String> each) {
        observer = each;
    }

    /** Runs an action just before the next request of this kind is answered. */
    synchronized void onNext(String operation, Runnable interlude) {
        interludes.put(operation, interlude);
    }

    private synchronized Runnable interlude(String operation) {
        Runnable interlude = interludes.remove(operation);
        return interlude == null ? () -> {} : interlude;
    }

    private synchronized void count(String operation) {
        counts.merge(operation, 1, Integer::sum);
    }

    private <T> T request(String operation, Supplier<T> request) {
        count(operation);
        observer.accept(operation);
        interlude(operation).run();
        stalls.next();
        Fault fault = faults.of(operation).orElse(null);
        if (fault == null) {
            return request.get();
        }
        return switch (fault) {
            case SLOW_DOWN -> throw Refusal.of(503, "SlowDown", 4);
            case CONFLICT -> throw Refusal.of(409, "ConditionalRequestConflict");
            case ERROR_IN_ANSWER -> throw Refusal.of(200, "InternalError", 4);
            case FULL -> throw Refusal.of(507, "InsufficientStorage");
            case ANSWER_LOST -> {
                request.get();
                throw Refusal.noAnswer();
            }
            case REPEATED -> {
                request.get();
                yield repeated(request);
            }
            case LATE -> {
                synchronized (this) {
                    late.add(request::get);
                }
                throw Refusal.noAnswer();
            }
            case FLIPPED_BYTE -> request.get();
        };
    }

    private static <T> T repeated(Supplier<T> request) {
        try {
            return request.get();
        } catch (S3Exception e) {
            throw Refusal.of(e.statusCode(), e.awsErrorDetails().errorCode(), 2);
        }
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return request("HeadBucket", () -> HeadBucketResponse.builder().build());
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        return request("HeadObject", () -> {
            SimulatedObject object = bucket.get(request.key());
            HeadObjectResponse.Builder answer = HeadObjectResponse.builder()
                    .contentLength((long) object.content().length)
                    .eTag(contents.read(object.etag()))
                    .metadata(object.metadata())
                    .lastModified(object.lastModified());
            answer.sdkHttpResponse(
                    dated(SdkHttpResponse.builder()).statusCode(200).build());
            return answer.build();
        });
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
        return request("GetObject", () -> {
            SimulatedObject object = bucket.get(request.key());
            if (request.ifMatch() != null && !request.ifMatch().equals(object.etag())) {
                throw Refusal.preconditionFailed();
            }
            return contents.opened(object, request.range());
        });
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        return request("PutObject", () -> {
            byte[] content = contents.received("PutObject", body, request.contentMD5(), request.checksumCRC32C());
            SimulatedObject put = bucket.put(
                    request.key(),
                    SimulatedObject.of(content, request.metadata()).at(now()),
                    request.ifNoneMatch(),
                    request.ifMatch());
            return PutObjectResponse.builder()
                    .eTag(contents.written(put.etag()))
                    .build();
        });
    }

    @Override
    public CopyObjectResponse copyObject(CopyObjectRequest request) {
        return request("CopyObject", () -> {
            bucket.copy(request.sourceKey(), request.destinationKey(), request.ifNoneMatch());
            return CopyObjectResponse.builder().build();
        });
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        return request("DeleteObject", () -> {
            bucket.delete(request.key(), request.ifMatch());
            return DeleteObjectResponse.builder().build();
        });
    }

    /**
     * Deletes an object by a request that is signed up to a time.
     *
     * @return whether the time is not over
     */
    boolean signedDelete(String key, Instant end) {
        return request("SignedDelete", () -> {
            boolean inTime = rules.has(Quirk.LATE_DELETES) || !now().isAfter(end);
            if (inTime) {
                bucket.delete(key, null);
            }
            return inTime;
        });
    }

    @Override
    public S3Utilities utilities() {
        return S3Utilities.builder().region(Region.US_EAST_1).build();
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
        return request("DeleteObjects", () -> {
            if (request.delete().objects().size() > 1000) {
                throw Refusal.of(400, "MalformedXML");
            }
            bucket.deleteAll(request.delete().objects().stream()
                    .map(ObjectIdentifier::key)
                    .collect(Collectors.toSet()));
            return DeleteObjectsResponse.builder().build();
        });
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
        return request(
                "CreateMultipartUpload",
                () -> CreateMultipartUploadResponse.builder()
                        .uploadId(bucket.create(request.key(), request.metadata()))
                        .build());
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        // The body is copied before a delay, because the client releases the part when it has its response.
        RequestBody kept = RequestBody.fromBytes(SimulatedContents.content(body));
        return request("UploadPart", () -> {
            byte[] content = contents.received("UploadPart", kept, request.contentMD5(), request.checksumCRC32C());
            String etag = bucket.putPart(request.key(), request.uploadId(), request.partNumber(), content);
            return UploadPartResponse.builder().eTag(contents.written(etag)).build();
        });
    }

    @Override
    public UploadPartCopyResponse uploadPartCopy(UploadPartCopyRequest request) {
        return request("UploadPartCopy", () -> {
            String etag = bucket.copyPart(
                    request.destinationKey(),
                    request.uploadId(),
                    request.partNumber(),
                    request.sourceKey(),
                    request.copySourceRange());
            return UploadPartCopyResponse.builder()
                    .copyPartResult(result -> result.eTag(etag))
                    .build();
        });
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
        return request("CompleteMultipartUpload", () -> {
            SimulatedObject object = bucket.complete(
                    request.key(), request.uploadId(), request.multipartUpload().parts(), request.ifNoneMatch());
            return CompleteMultipartUploadResponse.builder().eTag(object.etag()).build();
        });
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
        return request("AbortMultipartUpload", () -> {
            bucket.abort(request.key(), request.uploadId());
            return AbortMultipartUploadResponse.builder().build();
        });
    }

    @Override
    public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest request) {
        return request("ListMultipartUploads", () -> {
            List<MultipartUpload> found = new ArrayList<>();
            bucket.uploads().forEach((id, upload) -> {
                if (upload.key().startsWith(request.prefix())) {
                    found.add(MultipartUpload.builder()
                            .key(upload.key())
                            .uploadId(id)
                            .initiated(upload.initiated())
                            .build());
                }
            });
            return ListMultipartUploadsResponse.builder()
                    .uploads(found)
                    .isTruncated(false)
                    .build();
        });
    }

    @Override
    public ListPartsResponse listParts(ListPartsRequest request) {
        return request(
                "ListParts",
                () -> ListPartsResponse.builder()
                        .parts(bucket.parts(request.key(), request.uploadId()).entrySet().stream()
                                .map(part -> SimulatedContents.listed(part.getKey(), part.getValue()))
                                .toList())
                        .isTruncated(false)
                        .build());
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return request("ListObjectsV2", () -> page(bucket.objects(), request));
    }

    @Override
    public ListObjectsResponse listObjects(ListObjectsRequest request) {
        return request("ListObjects", () -> {
            ListObjectsV2Response page = SimulatedListing.page(
                    bucket.objects(),
                    ListObjectsV2Request.builder()
                            .prefix(request.prefix())
                            .startAfter(request.marker())
                            .delimiter(request.delimiter())
                            .maxKeys(request.maxKeys())
                            .build());
            return ListObjectsResponse.builder()
                    .contents(page.contents())
                    .commonPrefixes(page.commonPrefixes())
                    .isTruncated(page.isTruncated())
                    .build();
        });
    }

    private ListObjectsV2Response page(NavigableMap<String, SimulatedObject> objects, ListObjectsV2Request request) {
        ListObjectsV2Request understood = rules.has(Quirk.NO_START_AFTER)
                ? request.toBuilder().startAfter(null).build()
                : request;
        ListObjectsV2Response page = SimulatedListing.page(objects, understood);
        boolean garbled = rules.has(Quirk.ENCODED_LISTING) && request.encodingType() != null;
        return garbled ? SimulatedListing.encoded(page) : page;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // The store outlives its clients.
    }
}
