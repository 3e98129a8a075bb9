package dev.moorage.storage.s3;

import dev.moorage.storage.spi.ObjectKey;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Lists what the store holds for an area's staging prefix. */
final class StagingListing {
    private final Bucket bucket;
    private final Keys keys;

    StagingListing(Bucket bucket, Keys keys) {
        this.bucket = bucket;
        this.keys = keys;
    }

    /** Returns the sizes of the area's staged objects by name, in bytes. */
    Map<String, Long> sizes(ObjectKey area) throws IOException {
        String prefix = keys.staging(area);
        Map<String, Long> sizes = new TreeMap<>();
        String after = prefix;
        while (true) {
            BucketPage page = bucket.list(new ListingRequest(prefix, after, false, Bucket.BATCH));
            page.objects().forEach(object -> sizes.put(object.key().substring(prefix.length()), object.size()));
            if (!page.more() || page.objects().isEmpty()) {
                return sizes;
            }
            after = page.objects().getLast().key();
        }
    }
}
