package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.BucketPage;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.ListingRequest;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Lists what the store holds for an area's staging prefix. */
public final class StagingListing {
    private final Bucket bucket;
    private final Keys keys;

    public StagingListing(Bucket bucket, Keys keys) {
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
