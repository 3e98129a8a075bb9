package dev.moorage.storage.s3;

import dev.moorage.application.port.out.storage.ListOptions;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.ObjectPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Pages of what is below a prefix. */
final class Listing {
    /** Sorts after every character of a key. */
    private static final String LAST = "\u007f";

    private final Bucket bucket;
    private final Keys keys;
    private final StoredObjects objects;

    Listing(Bucket bucket, Keys keys, StoredObjects objects) {
        this.bucket = bucket;
        this.keys = keys;
        this.objects = objects;
    }

    ObjectPage page(ObjectKey prefix, ListOptions options) throws IOException {
        String below = keys.of(prefix) + "/";
        Optional<String> after = options.after().map(text -> start(below, keys.root() + text, options.delimited()));
        ListObjectsV2Response page = bucket.list(request -> {
            request.prefix(below).maxKeys(Math.min(options.limit(), Bucket.BATCH));
            after.ifPresent(request::startAfter);
            if (options.delimited()) {
                request.delimiter("/");
            }
        });
        List<ObjectPage.Entry> entries = new ArrayList<>();
        String last = "";
        for (S3Object object : page.contents()) {
            last = later(last, object.key());
            Optional<ObjectPage.Found> found = found(object);
            found.filter(entry -> isAfter(entry, options)).ifPresent(entries::add);
        }
        for (CommonPrefix folded : page.commonPrefixes()) {
            last = later(last, folded.prefix());
            keys.key(folded.prefix().substring(0, folded.prefix().length() - 1))
                    .map(ObjectPage.Folded::new)
                    .filter(entry -> isAfter(entry, options))
                    .ifPresent(entries::add);
        }
        entries.sort(Comparator.comparing(ObjectPage.Entry::text));
        boolean more = Boolean.TRUE.equals(page.isTruncated()) && !last.isEmpty();
        return new ObjectPage(
                entries, more ? Optional.of(last.substring(keys.root().length())) : Optional.empty());
    }

    /**
     * Where the store is to begin. What begins within a folded group must not give the group again: stores disagree on that,
     * so it is told to begin behind it.
     */
    private static String start(String below, String after, boolean delimited) {
        int slash = delimited && after.startsWith(below) ? after.indexOf('/', below.length()) : -1;
        return slash < 0 ? after : after.substring(0, slash + 1) + LAST;
    }

    private static boolean isAfter(ObjectPage.Entry entry, ListOptions options) {
        return options.after().map(text -> entry.text().compareTo(text) > 0).orElse(true);
    }

    private static String later(String one, String other) {
        return one.compareTo(other) < 0 ? other : one;
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
