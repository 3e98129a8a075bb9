package dev.moorage.storage.azure.object;

import dev.moorage.storage.azure.request.BlobHead;
import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Finds out whether an object refers to a staged blob, or may do so later. */
public final class References {
    /** The maximum time for which a request that puts a reference may be delayed. */
    private static final Duration LATE = Duration.ofHours(1);

    private final BlobRequests requests;
    private final ObjectKey area;

    public References(BlobRequests requests, ObjectKey area) {
        this.requests = requests;
        this.area = area;
    }

    /**
     * Whether no object refers to a staged blob, now or later.
     *
     * @throws IOException when that is not known yet, because the writer that froze the blob may still be putting the
     *     reference
     */
    public boolean mayBeDeleted(String staged) throws IOException {
        Optional<BlobHead> head = requests.head(staged);
        Optional<String> target = head.map(there -> there.metadata().get(BlobHead.TARGET));
        if (target.isEmpty()) {
            return true;
        }
        Optional<BlobHead> object = requests.head(target.get());
        if (object.isPresent()) {
            return !object.get().reference().equals(Optional.of(staged));
        }
        if (head.get().lastModified().plus(LATE).isAfter(head.get().answered())) {
            throw new IOException("a reference to what is staged in " + area + " may still be on its way");
        }
        return true;
    }
}
