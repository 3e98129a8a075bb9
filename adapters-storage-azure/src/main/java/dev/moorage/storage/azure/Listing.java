package dev.moorage.storage.azure;

import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.CopyStatusType;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.moorage.storage.azure.request.BlobHead;
import dev.moorage.storage.azure.request.BlobNames;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists blobs in pages. If the service implements {@code startFrom}, the listing begins at a name. Otherwise the driver
 * reads and skips the pages before it, which costs requests and has no other effect.
 */
final class Listing {
    private static final int LARGEST_PAGE = 5000;

    private final BlobContainerClient container;
    private final BlobNames names;

    Listing(BlobContainerClient container, BlobNames names) {
        this.container = container;
        this.names = names;
    }

    ObjectPage page(ObjectKey prefix, ListOptions options) {
        List<ObjectPage.Entry> entries = new ArrayList<>();
        for (PagedResponse<BlobItem> response : pages(prefix, options)) {
            List<ObjectPage.Entry> found = entries(response, options.after());
            int room = options.limit() - entries.size();
            entries.addAll(found.subList(0, Math.min(room, found.size())));
            boolean more = found.size() > room || response.getContinuationToken() != null;
            if (entries.size() == options.limit() && more) {
                return new ObjectPage(entries, Optional.of(entries.getLast().text()));
            }
        }
        return new ObjectPage(entries, Optional.empty());
    }

    private Iterable<PagedResponse<BlobItem>> pages(ObjectKey prefix, ListOptions options) {
        // The service lists the position itself too, and the driver skips it.
        int size = Math.min(options.limit() + (options.after().isPresent() ? 1 : 0), LARGEST_PAGE);
        ListBlobsOptions listing = new ListBlobsOptions()
                .setPrefix(names.name(prefix) + "/")
                .setMaxResultsPerPage(size)
                .setDetails(new BlobListDetails().setRetrieveMetadata(true).setRetrieveCopy(true));
        options.after().ifPresent(after -> listing.setStartFrom(names.name(start(prefix, options, after))));
        PagedIterable<BlobItem> items = options.delimited()
                ? container.listBlobsByHierarchy("/", listing, null)
                : container.listBlobs(listing, null);
        return items.iterableByPage(size);
    }

    /**
     * Returns the first text that may be listed. It is behind all texts that are folded into one entry with the position.
     */
    private static String start(ObjectKey prefix, ListOptions options, String after) {
        String above = prefix.value() + "/";
        int fold = options.delimited() && after.startsWith(above) ? after.indexOf('/', above.length()) : -1;
        return fold < 0 ? after : after.substring(0, fold) + (char) ('/' + 1);
    }

    private List<ObjectPage.Entry> entries(PagedResponse<BlobItem> response, Optional<String> after) {
        return response.getValue().stream()
                .filter(Listing::isWhole)
                .flatMap(item -> entry(item).stream())
                .filter(entry -> after.isEmpty() || entry.text().compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(ObjectPage.Entry::text))
                .toList();
    }

    private static boolean isWhole(BlobItem item) {
        if (isFolded(item)) {
            return true;
        }
        CopyStatusType copy = item.getProperties().getCopyStatus();
        return copy == null || copy == CopyStatusType.SUCCESS;
    }

    private static boolean isFolded(BlobItem item) {
        return Boolean.TRUE.equals(item.isPrefix());
    }

    /** Converts an item to an entry. Empty for a blob of another program whose name is not a valid key. */
    private Optional<ObjectPage.Entry> entry(BlobItem item) {
        String text = names.text(item.getName());
        if (isFolded(item)) {
            return key(text.substring(0, text.length() - 1)).map(ObjectPage.Folded::new);
        }
        Map<String, String> metadata = item.getMetadata() == null ? Map.of() : item.getMetadata();
        long size = item.getProperties().getContentLength();
        return key(text).map(key -> new ObjectPage.Found(key, BlobHead.objectSize(metadata, size)));
    }

    private static Optional<ObjectKey> key(String text) {
        try {
            return Optional.of(new ObjectKey(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
