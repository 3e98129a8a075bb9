package dev.moorage.storage.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists a simulated bucket in pages. */
final class SimulatedListing {
    private SimulatedListing() {}

    /**
     * Returns the keys after the given one, even if that is within a folded group. Stores differ here, and this is the
     * harder way.
     */
    static ListObjectsV2Response page(NavigableMap<String, SimulatedObject> objects, ListObjectsV2Request request) {
        String after = request.startAfter() == null ? "" : request.startAfter();
        List<S3Object> contents = new ArrayList<>();
        TreeSet<String> prefixes = new TreeSet<>();
        for (var object : objects.tailMap(after, false).entrySet()) {
            String key = object.getKey();
            if (!key.startsWith(request.prefix())) {
                continue;
            }
            int slash = request.delimiter() == null
                    ? -1
                    : key.indexOf(request.delimiter(), request.prefix().length());
            String folded = slash < 0 ? "" : key.substring(0, slash + 1);
            if (prefixes.contains(folded)) {
                continue;
            }
            if (contents.size() + prefixes.size() == Math.min(request.maxKeys(), 1000)) {
                return listed(contents, prefixes, true);
            }
            if (slash < 0) {
                contents.add(S3Object.builder()
                        .key(key)
                        .size((long) object.getValue().content().length)
                        .build());
            } else {
                prefixes.add(folded);
            }
        }
        return listed(contents, prefixes, false);
    }

    private static ListObjectsV2Response listed(List<S3Object> contents, TreeSet<String> prefixes, boolean truncated) {
        return ListObjectsV2Response.builder()
                .contents(contents)
                .commonPrefixes(prefixes.stream()
                        .map(prefix -> CommonPrefix.builder().prefix(prefix).build())
                        .toList())
                .isTruncated(truncated)
                .build();
    }

    /** Returns the same page with URL-encoded keys. */
    static ListObjectsV2Response encoded(ListObjectsV2Response page) {
        return page.toBuilder()
                .contents(page.contents().stream()
                        .map(object -> object.toBuilder()
                                .key(URLEncoder.encode(object.key(), StandardCharsets.UTF_8))
                                .build())
                        .toList())
                .build();
    }
}
