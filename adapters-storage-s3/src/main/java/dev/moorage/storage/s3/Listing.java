package dev.moorage.storage.s3;

import dev.moorage.storage.s3.object.Reference;
import dev.moorage.storage.s3.object.StoredObjects;
import dev.moorage.storage.s3.object.WholeObjects;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.BucketPage;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.ListingRequest;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists what is below a prefix, in pages. */
final class Listing {
    /** Sorts after every character of a key of the port. */
    private static final String LAST = "\u007f";

    /** Sorts after every character that XML allows. */
    private static final String LAST_OF_ALL = "\uDBFF\uDFFD";

    /** The objects of a page of which it is noted that they hold their bytes. They are often deleted next, and many are not. */
    private static final int FEW = 64;

    private final Bucket bucket;
    private final Keys keys;
    private final StoredObjects objects;
    private final WholeObjects whole;

    Listing(Bucket bucket, Keys keys, StoredObjects objects, WholeObjects whole) {
        this.bucket = bucket;
        this.keys = keys;
        this.objects = objects;
        this.whole = whole;
    }

    ObjectPage page(ObjectKey prefix, ListOptions options) throws IOException {
        String below = keys.of(prefix) + "/";
        String after = options.after().map(text -> keys.root() + text).orElse("");
        BucketPage page = bucket.list(request(below, after, options, LAST));
        if (page.more() && last(page).compareTo(after) <= 0) {
            // The store has returned the same group again, because it has keys behind the usual end. Only other
            // programs
            // write these.
            page = bucket.list(request(below, after, options, LAST_OF_ALL));
        }
        List<ObjectPage.Entry> entries = new ArrayList<>();
        boolean few = page.objects().size() <= FEW;
        for (S3Object object : page.objects()) {
            if (few && !Reference.isCandidate(object.size())) {
                keys.key(object.key()).ifPresent(key -> whole.saw(key, true));
            }
            found(object).filter(entry -> isAfter(entry, options)).ifPresent(entries::add);
        }
        for (String folded : page.folded()) {
            keys.key(folded.substring(0, folded.length() - 1))
                    .map(ObjectPage.Folded::new)
                    .filter(entry -> isAfter(entry, options))
                    .ifPresent(entries::add);
        }
        entries.sort(Comparator.comparing(ObjectPage.Entry::text));
        String last = last(page);
        boolean more = page.more() && last.length() > keys.root().length();
        return new ObjectPage(
                entries, more ? Optional.of(last.substring(keys.root().length())) : Optional.empty());
    }

    private static ListingRequest request(String below, String after, ListOptions options, String end) {
        return new ListingRequest(
                below,
                start(below, after, options.delimited(), end),
                options.delimited(),
                Math.min(options.limit(), Bucket.BATCH));
    }

    private static String last(BucketPage page) {
        return Stream.concat(page.objects().stream().map(S3Object::key), page.folded().stream())
                .max(Comparator.naturalOrder())
                .orElse("");
    }

    /**
     * Returns the key after which the store begins. When the position is within a folded group, the page must not contain
     * the group again. Stores disagree on that, so the page begins behind the group.
     */
    private static String start(String below, String after, boolean delimited, String end) {
        int slash = delimited && after.startsWith(below) ? after.indexOf('/', below.length()) : -1;
        return slash < 0 ? after : after.substring(0, slash + 1) + end;
    }

    private static boolean isAfter(ObjectPage.Entry entry, ListOptions options) {
        return options.after().map(text -> entry.text().compareTo(text) > 0).orElse(true);
    }

    private Optional<ObjectPage.Found> found(S3Object object) throws IOException {
        Optional<ObjectKey> key = keys.key(object.key());
        if (key.isEmpty() || !Reference.isCandidate(object.size())) {
            return key.map(known -> new ObjectPage.Found(known, object.size()));
        }
        return objects.stat(key.get())
                .map(stored -> new ObjectPage.Found(key.get(), stored.info().size()));
    }
}
