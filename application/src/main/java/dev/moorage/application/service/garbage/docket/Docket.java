package dev.moorage.application.service.garbage.docket;

import dev.moorage.application.layout.StoreClock;
import dev.moorage.application.storage.OnceRead;
import dev.moorage.domain.garbage.DocketHead;
import dev.moorage.domain.garbage.Fence;
import dev.moorage.domain.garbage.GarbageProtocol;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * The docket as requests of one replica see it. All use cases of a replica share it, so that they share their looks:
 * requests that come at the same time cost one read of the head. A storage without a docket costs no more than that
 * read.
 */
public final class Docket {
    private static final int BRIEFLY = 10;

    private final StorageDriver storage;
    private final InstantSource clock;
    private final LookTuning tuning;
    private final GarbageProtocol protocol = new GarbageProtocol();
    private final DocketObjects objects;
    private final SharedRead<DocketHead> looks;
    private final KnownSegments known;

    /** What a look of this replica has read, and not what another one may have read since. */
    private volatile Optional<DocketHead> lastLook = Optional.empty();

    /** Creates the docket over a storage driver. */
    public Docket(StorageDriver storage, InstantSource clock, LookTuning tuning) {
        this.storage = storage;
        this.clock = clock;
        this.tuning = tuning;
        this.objects = new DocketObjects(storage);
        this.looks = new SharedRead<>(() -> objects.head().content());
        this.known = new KnownSegments(objects);
    }

    /** Creates the docket of a server. */
    public static Docket of(StorageDriver storage, InstantSource clock) {
        return new Docket(storage, clock, LookTuning.PRODUCTION);
    }

    /**
     * Begins the look of a request that relies on objects. The look runs while the request goes on, up to
     * {@link Reliance#settle}.
     *
     * @param needs the objects that the request's answer relies on, as far as they are known
     */
    public Reliance rely(Set<Removable> needs) {
        return rely(needs, tuning.mostPauses(), Optional.empty());
    }

    /**
     * Begins a request that can do all its steps again. It may take an earlier look of this replica, which costs nothing, as if it
     * had begun at that time. {@link Reliance#confirm} always looks.
     *
     * @param needs the objects that the request's answer relies on, as far as they are known
     */
    public Reliance relyRepeatably(Set<Removable> needs) {
        return relyRepeatably(needs, tuning.mostPauses());
    }

    /**
     * Begins a request as {@link #relyRepeatably(Set)} does that has another way than to wait for a removal. It waits a tenth of the
     * time of others, in which most removals end.
     */
    public Reliance relyBriefly(Set<Removable> needs) {
        return relyRepeatably(needs, Math.ceilDiv(tuning.mostPauses(), BRIEFLY));
    }

    private Reliance relyRepeatably(Set<Removable> needs, int mostPauses) {
        Optional<DocketHead> earlier = protocol.mayTakeEarlierLook(false) ? lastLook : Optional.empty();
        return rely(needs, mostPauses, earlier);
    }

    private Reliance rely(Set<Removable> needs, int mostPauses, Optional<DocketHead> earlier) {
        OnceRead<DocketHead> own = new OnceRead<>(this::look);
        if (earlier.isEmpty()) {
            tuning.looks().execute(own::run);
        }
        return new Reliance(this, earlier, own, mostPauses, needs);
    }

    /** Returns whether no collector has ever published a verdict on this storage, as a read says that begins now. */
    public boolean isUnused() throws IOException {
        return look().equals(DocketHead.EMPTY);
    }

    /** Returns the head, from a read that began after this call. */
    DocketHead look() throws IOException {
        try {
            DocketHead head = tuning.shared() ? looks.get() : objects.head().content();
            lastLook = Optional.of(head);
            return head;
        } catch (IOException e) {
            lastLook = Optional.empty(); // The next request looks before it writes.
            throw e;
        }
    }

    DocketObjects objects() {
        return objects;
    }

    KnownSegments known() {
        return known;
    }

    GarbageProtocol protocol() {
        return protocol;
    }

    LookTuning tuning() {
        return tuning;
    }

    /** Returns how the store keeps deletes that were decided long ago from removing what was written since. */
    Fence fence() {
        return switch (storage.deleteFence()) {
            case EXACT -> Fence.EXACT;
            case REWRITE -> Fence.REWRITE;
            case TIMED -> Fence.TIMED;
            case NONE -> Fence.NONE;
        };
    }

    /** Returns the store's time. Only a request that meets a removal asks for it. */
    Instant storeTime() throws IOException {
        return new StoreClock(storage, clock, true).now();
    }
}
