package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.domain.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one collection of garbage: a line with the totals, and a warning for each kind of problem. */
final class GarbageLog implements GarbageObserver {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageLog.class);

    /** The greatest number of kinds. Reasons of an operating system may contain names, and then each is of its own kind. */
    private static final int MOST_KINDS = 16;

    private final BooleanSupplier goesOn;
    private final long begun = System.nanoTime();
    private final Map<String, Kind> problems = new LinkedHashMap<>();

    /**
     * The problems with one reason.
     *
     * @param key the key of the first one, or empty
     */
    private record Kind(String key, long count) {}

    GarbageLog(BooleanSupplier goesOn) {
        this.goesOn = goesOn;
    }

    @Override
    public void garbage(Digest digest, long size, Instant lastModified) {
        LOG.atDebug()
                .addKeyValue("digest", digest)
                .addKeyValue("bytes", size)
                .addKeyValue("lastModified", lastModified)
                .log("A blob is garbage");
    }

    @Override
    public void problem(String key, String reason) {
        if (problems.size() < MOST_KINDS || problems.containsKey(reason)) {
            problems.merge(reason, new Kind(key, 1), (first, _) -> new Kind(first.key(), first.count() + 1));
        }
    }

    @Override
    public void progressed(Phase phase, long objects) {
        // The totals are logged at the end.
    }

    @Override
    public boolean goesOn() {
        return goesOn.getAsBoolean();
    }

    /** Logs the end of the collection. */
    void ended(GarbageReport totals, boolean dryRun) {
        problems.forEach((reason, kind) -> LOG.atWarn()
                .addKeyValue("reason", reason)
                .addKeyValue("count", kind.count())
                .addKeyValue("key", kind.key())
                .log("Garbage stays, because something cannot be read or understood"));
        LOG.atInfo()
                .addKeyValue("links", totals.links())
                .addKeyValue("blobs", totals.blobs())
                .addKeyValue("young", totals.young())
                .addKeyValue("garbage", totals.garbage())
                .addKeyValue("garbageBytes", totals.garbageBytes())
                .addKeyValue("removed", totals.removed())
                .addKeyValue("removedBytes", totals.removedBytes())
                .addKeyValue("spared", totals.spared())
                .addKeyValue("problems", totals.problems())
                .addKeyValue("dryrun", dryRun)
                .addKeyValue("complete", totals.complete())
                .addKeyValue(
                        "seconds", Duration.ofNanos(System.nanoTime() - begun).toSeconds())
                .log(totals.complete() ? "Garbage was collected" : "The collection of garbage was ended early");
    }
}
