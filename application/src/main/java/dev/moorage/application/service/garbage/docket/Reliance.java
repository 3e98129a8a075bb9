package dev.moorage.application.service.garbage.docket;

import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.storage.OnceRead;
import dev.moorage.domain.garbage.DocketHead;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Resolution.Clear;
import dev.moorage.domain.garbage.Resolution.Rescue;
import dev.moorage.domain.garbage.Resolution.Wait;
import dev.moorage.domain.garbage.Segment;
import dev.moorage.domain.garbage.Verdict.Removing;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The looks of one request whose answer relies on objects that a garbage collector may remove. This class runs the
 * steps of {@link dev.moorage.domain.garbage.GarbageProtocol#push}:
 *
 * <ol>
 *   <li>{@link Docket#rely} begins the look, or {@link Docket#relyRepeatably} takes an earlier one.
 *   <li>{@link #settle} ends it, and resolves verdicts.
 *   <li>The request looks whether the objects are there, and writes the link, the revision or the tag.
 *   <li>{@link #confirm} looks again. If the docket has changed, the request checks again what is there.
 * </ol>
 *
 * One thread calls these methods. Any thread may add needs.
 */
public final class Reliance {
    /** Limits how often a request checks again. Each time, a collector has changed what the request needs. */
    private static final int MOST_CHECKS = 16;

    /** How many needs of a request a segment rarely has more of. */
    private static final int MOSTLY = 2;

    /** The generation that a request has seen of a segment at which it did not look. */
    private static final long NEVER = 0;

    private final Docket docket;
    /** The head as an earlier look of this replica has read it. Empty if the request looks itself. */
    private final Optional<DocketHead> earlier;

    /** The request's own look, which has not begun if there is an earlier one. */
    private final OnceRead<DocketHead> own;

    private final int mostPauses;
    private final Set<Removable> needs = ConcurrentHashMap.newKeySet();
    /** Whether needs were found out after the first look, and their verdicts are not resolved. */
    private volatile boolean late;

    private final AtomicInteger looksAgain = new AtomicInteger();

    private DocketHead settled = DocketHead.EMPTY;
    private DocketHead last = DocketHead.EMPTY;
    /** The generations that were seen after the first look, of the segments that have changed. */
    private final Map<Integer, Long> changed = new TreeMap<>();

    Reliance(
            Docket docket,
            Optional<DocketHead> earlier,
            OnceRead<DocketHead> own,
            int mostPauses,
            Set<Removable> needs) {
        this.docket = docket;
        this.earlier = earlier;
        this.own = own;
        this.mostPauses = mostPauses;
        this.needs.addAll(needs);
    }

    /** Looks at what is there again, and writes again what is missing. */
    public interface Redo {
        /**
         * Called when the docket has changed.
         *
         * @return whether everything is there
         * @throws IOException storage failed
         */
        boolean run() throws IOException;
    }

    /**
     * Adds an object that the answer relies on. A removal of it may have been on its way before the first look. Therefore the next
     * {@link #confirm} resolves its verdicts, and the request checks again.
     */
    public void add(Removable need) {
        if (needs.add(need)) {
            late = true;
        }
    }

    /**
     * Ends the first look, and resolves the verdicts on what is needed. The caller asks only afterwards what is there, and
     * publishes only afterwards bytes that it cannot publish twice.
     *
     * @throws RemovalPendingException an object is being removed, and stays in removal for longer than a request waits
     * @throws IOException storage failed, or the docket cannot be read
     */
    public void settle() throws IOException {
        if (earlier.isPresent() && showsNoVerdict(earlier.get())) {
            settled = earlier.get();
            return;
        }
        settled = own.get();
        for (Map.Entry<Integer, Set<Removable>> needed : bySegment().entrySet()) {
            int segment = needed.getKey();
            resolve(segment, settled, settled.published(segment), needed.getValue());
        }
    }

    private long seen(int segment) {
        return changed.getOrDefault(segment, settled.published(segment));
    }

    /** Returns whether a head shows no verdict on what is needed. */
    private boolean showsNoVerdict(DocketHead head) throws IOException {
        for (Map.Entry<Integer, Set<Removable>> needed : bySegment().entrySet()) {
            int segment = needed.getKey();
            if (docket.known()
                    .naming(segment, head.published(segment), needed.getValue())
                    .isPresent()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Looks at the docket after a write. If nothing that concerns the needs has changed since the last look, that is all.
     * Otherwise the verdicts are resolved, the request checks again, and the look is repeated. A request calls this method
     * after each group of its writes.
     *
     * @return false if the request has found that something is not there. It must not answer 201 then
     * @throws RemovalPendingException collectors have changed the docket again and again, or a removal does not end
     * @throws IOException storage failed, or the docket cannot be read
     */
    public boolean confirm(Redo redo) throws IOException {
        for (int check = 0; check < MOST_CHECKS; check++) {
            if (!hasChanged()) {
                return true;
            }
            if (!redo.run()) {
                return false;
            }
        }
        throw new RemovalPendingException();
    }

    /** Returns whether a collector had published a verdict before the last {@link #confirm} looked, on any object. */
    public boolean seesCollectors() {
        return !last.equals(DocketHead.EMPTY);
    }

    /** Returns how often the request has looked again. What it has found since the last time need not be asked for again. */
    public int looksAgain() {
        return looksAgain.get();
    }

    private boolean hasChanged() throws IOException {
        looksAgain.incrementAndGet();
        DocketHead head = docket.look();
        last = head;
        boolean unseen = late;
        late = false;
        boolean hasChanged = false;
        for (Map.Entry<Integer, Set<Removable>> needed : bySegment().entrySet()) {
            int segment = needed.getKey();
            long before = seen(segment);
            long published = head.published(segment);
            if (published > before) {
                changed.put(segment, published);
            }
            boolean resolved = resolve(segment, head, Math.max(before, published), needed.getValue());
            hasChanged |= docket.protocol().mustCheckAgain(unseen ? NEVER : before, published, resolved);
        }
        return hasChanged;
    }

    private Map<Integer, Set<Removable>> bySegment() {
        Map<Integer, Set<Removable>> segments = new TreeMap<>();
        for (Removable need : needs) {
            segments.computeIfAbsent(need.segment(), _ -> new HashSet<>(MOSTLY)).add(need);
        }
        return segments;
    }

    /**
     * Resolves the verdicts in a segment, if it has some.
     *
     * @param newest the oldest generation of the segment that is new enough
     * @return whether there was a verdict
     */
    private boolean resolve(int segment, DocketHead head, long newest, Set<Removable> needed) throws IOException {
        Optional<Long> naming = docket.known().naming(segment, newest, needed);
        if (naming.isEmpty()) {
            return false;
        }
        boolean found = false;
        for (int pauses = 0; pauses < mostPauses; pauses++) {
            DocketObjects.Stored<Segment> stored = docket.objects().segment(segment);
            Instant now = time(stored.content(), needed);
            switch (docket.protocol().resolve(stored.content(), head.published(segment), needed, docket.fence(), now)) {
                case Clear _ -> {
                    docket.known().remember(segment, stored.content());
                    // The generation that is known may name them only by its hashes.
                    return found || stored.content().generation() != naming.get();
                }
                case Rescue(Segment rescued) -> {
                    found = true;
                    if (docket.objects().replace(segment, stored, rescued).isPresent()) {
                        docket.known().remember(segment, rescued);
                        changed.put(segment, rescued.generation());
                        return true;
                    }
                }
                case Wait _ -> {
                    found = true;
                    docket.tuning().pause().pause();
                }
            }
        }
        throw new RemovalPendingException();
    }

    /** Returns the store's time if a removal is among the verdicts. Nothing else depends on the time. */
    private Instant time(Segment segment, Set<Removable> needed) throws IOException {
        boolean removing = needed.stream().anyMatch(need -> segment.verdicts().get(need) instanceof Removing);
        return removing ? docket.storeTime() : Instant.EPOCH;
    }
}
