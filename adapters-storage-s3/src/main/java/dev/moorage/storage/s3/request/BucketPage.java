package dev.moorage.storage.s3.request;

import java.util.List;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A page of a bucket's listing.
 *
 * @param objects in the order of their keys
 * @param folded the common prefixes: the keys' beginnings up to and including the delimiter
 * @param more whether there are keys after this page
 */
public record BucketPage(List<S3Object> objects, List<String> folded, boolean more) {
    public BucketPage {
        objects = List.copyOf(objects);
        folded = List.copyOf(folded);
    }

    public static BucketPage of(ListObjectsV2Response answer) {
        return new BucketPage(
                answer.contents(), prefixes(answer.commonPrefixes()), Boolean.TRUE.equals(answer.isTruncated()));
    }

    public static BucketPage of(ListObjectsResponse answer) {
        return new BucketPage(
                answer.contents(), prefixes(answer.commonPrefixes()), Boolean.TRUE.equals(answer.isTruncated()));
    }

    private static List<String> prefixes(List<CommonPrefix> prefixes) {
        return prefixes.stream().map(CommonPrefix::prefix).toList();
    }
}
