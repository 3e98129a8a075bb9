package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.application.port.in.maintenance.RepositoryTotals;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
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

    private final boolean dryRun;
    private final BooleanSupplier goesOn;
    private final long begun = System.nanoTime();
    private final Map<String, Kind> problems = new LinkedHashMap<>();
    private final Map<String, Kind> kept = new LinkedHashMap<>();

    /**
     * The problems with one reason.
     *
     * @param key the key of the first one, or empty
     */
    private record Kind(String key, long count) {
        Kind and(Kind another) {
            return new Kind(key, count + another.count());
        }
    }

    /** @param dryRun whether the collection removes nothing */
    GarbageLog(boolean dryRun, BooleanSupplier goesOn) {
        this.dryRun = dryRun;
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
    public void left(Removable object) {
        LOG.atDebug()
                .addKeyValue("object", object)
                .log("An object that nothing needs leaves its repository for the trash");
    }

    @Override
    public void going(GoingTag tag) {
        LOG.atInfo()
                .addKeyValue("repository", tag.repository())
                .addKeyValue("tag", tag.tag())
                .addKeyValue("digest", tag.digest())
                .addKeyValue("bytes", tag.bytes())
                .addKeyValue("reason", tag.reason())
                .log(tag.isReported() || dryRun ? "A tag would leave for the trash" : "A tag has left for the trash");
    }

    @Override
    public void kept(RepositoryName repository, String key, String reason) {
        add(kept, key, reason);
    }

    @Override
    public void problem(String key, String reason) {
        add(problems, key, reason);
    }

    private static void add(Map<String, Kind> kinds, String key, String reason) {
        if (kinds.size() < MOST_KINDS || kinds.containsKey(reason)) {
            kinds.merge(reason, new Kind(key, 1), Kind::and);
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
    void ended(GarbageReport totals) {
        warn(problems, "Garbage stays, because something cannot be read or understood");
        warn(kept, "Repositories stay as they are, because a manifest of theirs cannot be read or understood");
        RepositoryTotals repositories = totals.repositories();
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
                .addKeyValue("repositories", repositories.repositories())
                .addKeyValue("manifests", repositories.manifests())
                .addKeyValue("removedLinks", repositories.links())
                .addKeyValue("removedManifests", repositories.untagged())
                .addKeyValue("removedReferrers", repositories.referrers())
                .addKeyValue("keptRepositories", repositories.kept())
                .addKeyValue("expired", repositories.expired())
                .addKeyValue("removedTags", repositories.tags().left())
                .addKeyValue("reportedTags", repositories.tags().reported())
                .log(totals.complete() ? "Garbage was collected" : "The collection of garbage was ended early");
    }

    private static void warn(Map<String, Kind> kinds, String message) {
        kinds.forEach((reason, kind) -> LOG.atWarn()
                .addKeyValue("reason", reason)
                .addKeyValue("count", kind.count())
                .addKeyValue("key", kind.key())
                .log(message));
    }
}
