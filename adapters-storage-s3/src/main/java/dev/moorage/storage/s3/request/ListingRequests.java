package dev.moorage.storage.s3.request;

import java.io.IOException;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Sends a request for a page of keys in the form that the store supports. */
final class ListingRequests {
    private static final String DELIMITER = "/";

    private ListingRequests() {}

    static BucketPage send(Bucket bucket, ListingForm form, ListingRequest request) throws IOException {
        return form.isSecond()
                ? BucketPage.of(second(bucket, form, request))
                : BucketPage.of(first(bucket, form, request));
    }

    private static ListObjectsV2Response second(Bucket bucket, ListingForm form, ListingRequest request)
            throws IOException {
        return bucket.send(
                "ListObjectsV2",
                s3 -> s3.listObjectsV2(list -> {
                    list.bucket(bucket.name()).prefix(request.prefix()).maxKeys(request.limit());
                    if (!request.after().isEmpty()) {
                        list.startAfter(request.after());
                    }
                    if (request.folded()) {
                        list.delimiter(DELIMITER);
                    }
                    if (form.isEncoded()) {
                        list.encodingType(EncodingType.URL);
                    }
                }));
    }

    private static ListObjectsResponse first(Bucket bucket, ListingForm form, ListingRequest request)
            throws IOException {
        return bucket.send(
                "ListObjects",
                s3 -> s3.listObjects(list -> {
                    list.bucket(bucket.name()).prefix(request.prefix()).maxKeys(request.limit());
                    if (!request.after().isEmpty()) {
                        list.marker(request.after());
                    }
                    if (request.folded()) {
                        list.delimiter(DELIMITER);
                    }
                    if (form.isEncoded()) {
                        list.encodingType(EncodingType.URL);
                    }
                }));
    }
}
