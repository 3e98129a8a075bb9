package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageObserver.Phase;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.application.port.in.maintenance.RepositoryTotals;
import dev.moorage.application.port.in.maintenance.TagTotals;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts what several threads find and remove, and calls the observer from one thread at a time. */
final class GarbageCounters {
    private final GarbageObserver observer;
    private Phase phase = Phase.LINKS;
    private long inPhase;
    private long links;
    private long blobs;
    private long young;
    private long garbage;
    private long garbageBytes;
    private long removed;
    private long removedBytes;
    private long problems;
    private long repositories;
    private long manifests;
    private long leftLinks;
    private long untagged;
    private long referrers;
    private long kept;
    private long expired;
    private TagTotals tags = TagTotals.NONE;
    private final Map<Removable, GoingTag> goingTags = new HashMap<>();

    GarbageCounters(GarbageObserver observer) {
        this.observer = observer;
    }

    synchronized void begin(Phase next) {
        phase = next;
        inPhase = 0;
        if (next == Phase.BLOBS) { // Blobs are listed again if there is much garbage. What is left is counted again.
            blobs = 0;
            young = 0;
            garbage = removed;
            garbageBytes = removedBytes;
        }
    }

    /** Counts an object that was looked at. */
    synchronized void looked() {
        inPhase++;
        observer.progressed(phase, inPhase);
    }

    synchronized void link() {
        links += phase == Phase.LINKS ? 1 : 0;
    }

    synchronized void blob() {
        blobs++;
    }

    synchronized void young() {
        young++;
    }

    synchronized void garbage(long size) {
        garbage++;
        garbageBytes += size;
    }

    /** Counts an object whose delete was answered. */
    synchronized void removed(Removable object, ObjectInfo deleted) {
        if (object instanceof Removable.Blob) {
            removed++;
            removedBytes += deleted.size();
            left(deleted);
        } else {
            left(object, deleted.key());
        }
    }

    /**
     * Counts what has left a repository, or would in a dry run.
     *
     * @param key the key of the link. An entry of referrers stands for its manifest
     */
    synchronized void left(Removable object, ObjectKey key) {
        switch (RepositoryKey.parse(key).orElse(null)) {
            case RepositoryKey.Referrer _ -> referrers++;
            case RepositoryKey.Revision _ -> {
                untagged++;
                observer.left(object);
            }
            case RepositoryKey.TagCurrent _ ->
                Optional.ofNullable(goingTags.get(object)).ifPresent(this::going);
            case null, default -> {
                leftLinks++;
                observer.left(object);
            }
        }
    }

    /** Remembers why a tag may leave, until it has left. */
    synchronized void mayLeave(Removable object, GoingTag tag) {
        goingTags.put(object, tag);
    }

    /** Forgets the tags that may leave, after a round. */
    synchronized void forgetTags() {
        goingTags.clear();
    }

    /** Counts a tag that has left, or would in a dry run. */
    synchronized void going(GoingTag tag) {
        tags = tags.and(tag);
        observer.going(tag);
    }

    synchronized void repository() {
        repositories++;
    }

    synchronized void manifest() {
        manifests++;
    }

    synchronized void kept(RepositoryName repository, String key, String reason) {
        kept++;
        observer.kept(repository, key, reason);
    }

    synchronized void expired() {
        expired++;
    }

    /** Reports garbage that is not removed, in a dry run. */
    synchronized void left(ObjectInfo blob) {
        RegistryKeys.digestOfBlob(blob.key())
                .ifPresent(digest -> observer.garbage(digest, blob.size(), blob.lastModified()));
    }

    synchronized void problem(String key, String reason) {
        problems++;
        observer.problem(key, reason);
    }

    synchronized long problems() {
        return problems;
    }

    synchronized long removed() {
        return removed;
    }

    synchronized GarbageReport report(boolean swept, boolean complete) {
        return new GarbageReport(
                links,
                blobs,
                young,
                garbage,
                garbageBytes,
                removed,
                removedBytes,
                swept && complete ? garbage - removed : 0,
                problems,
                swept,
                complete,
                new RepositoryTotals(repositories, manifests, leftLinks, untagged, referrers, kept, expired, tags));
    }
}
