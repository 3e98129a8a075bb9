package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.mirror.MirrorPlan;
import dev.moorage.storage.spi.io.Pausing;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** Says which entry is copied next, and when. All of them are copied at the start, in the order of the file. */
final class MirrorSchedule {
    private final LongSupplier nanoTime;
    private final ArrayDeque<MirrorPlan.Entry> first;
    private final PriorityQueue<Due> later = new PriorityQueue<>(Comparator.comparingLong(Due::since));
    private final long start;

    /** @param since the time in nanoseconds from the start */
    private record Due(MirrorPlan.Entry entry, long since) {}

    MirrorSchedule(List<MirrorPlan.Entry> entries, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.first = new ArrayDeque<>(entries);
        this.start = nanoTime.getAsLong();
    }

    /** Returns how long it is until an entry is due. */
    Duration untilNext() {
        return first.isEmpty() && !later.isEmpty()
                ? Duration.ofNanos(Math.max(0, later.element().since() - passed()))
                : Duration.ZERO;
    }

    /** Waits for the next entry, and takes it. */
    MirrorPlan.Entry awaitNext() throws InterruptedIOException {
        Pausing.sleep(untilNext());
        return first.isEmpty() ? later.remove().entry() : first.remove();
    }

    /** Says that an entry, which has an interval, has been copied. */
    void ended(MirrorPlan.Entry entry) {
        later.add(new Due(entry, passed() + entry.interval().orElseThrow().toNanos()));
    }

    private long passed() {
        return nanoTime.getAsLong() - start;
    }
}
