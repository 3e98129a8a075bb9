package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageObserver.Phase;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the blobs, and finds those that are old and that a filter of linked digests does not have. */
final class BlobListing {
    private final StorageDriver storage;
    private final LinkFilter linked;
    private final GarbageCounters counters;
    private final Instant old;
    private final int parallel;

    /**
     * @param old by the store's clock. A blob that was written since is young
     * @param parallel how many blobs are asked for their age simultaneously
     */
    BlobListing(StorageDriver storage, LinkFilter linked, GarbageCounters counters, Instant old, int parallel) {
        this.storage = storage;
        this.linked = linked;
        this.counters = counters;
        this.old = old;
        this.parallel = parallel;
    }

    /** Receives what may be garbage. Called by several threads. */
    interface Found {
        void found(Digest digest, ObjectInfo blob);
    }

    /** Lists all blobs once. An object that has another key than a blob is left alone. */
    void list(Found garbage) throws IOException {
        counters.begin(Phase.BLOBS);
        ObjectWalk.recursive(storage, RegistryKeys.BLOBS).markingUnreadable().forEachPage(page -> {
            List<Digest> unlinked = new ArrayList<>();
            for (ObjectPage.Entry entry : page.entries()) {
                if (entry instanceof ObjectPage.Unreadable(ObjectKey folder, String reason)) {
                    counters.problem(folder.value(), reason);
                }
                Optional<Digest> digest = RegistryKeys.digestOfBlob(entry.key());
                if (digest.isPresent()) {
                    counters.blob();
                    digest.filter(blob -> !linked.mayContain(blob)).ifPresent(unlinked::add);
                }
                counters.looked();
            }
            ParallelWork.forEach(unlinked, parallel, digest -> ask(digest, garbage));
            return true;
        });
    }

    private void ask(Digest digest, Found garbage) throws IOException {
        Optional<ObjectInfo> blob = storage.stat(RegistryKeys.blob(digest));
        if (blob.isEmpty()) {
            return; // Another collector was faster.
        }
        if (isOld(blob.get())) {
            counters.garbage(blob.get().size());
            garbage.found(digest, blob.get());
        } else {
            counters.young();
        }
    }

    private boolean isOld(ObjectInfo blob) {
        return blob.lastModified().isBefore(old);
    }

    /**
     * Takes out the candidates that are young or gone now. Another collector may have removed one since it was found, and
     * a push may have put it again.
     */
    void spareYoung(Candidates candidates) throws IOException {
        ParallelWork.forEach(candidates.all(), parallel, candidate -> {
            Optional<ObjectInfo> now = storage.stat(candidate.blob().key());
            if (now.isEmpty() || !isOld(now.get())) {
                candidates.remove(candidate.digest());
            }
            counters.looked();
        });
    }
}
