package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.service.garbage.TrashedDeparture.Departing;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.Removable.TagLink;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What a round may take out of repositories, with the scans that say what those need. */
final class RepositoryCandidates {
    /**
     * The most candidates of a segment. Digests can be chosen so that they are all in one, and a segment of the docket that is too large
     * refuses pushes. The rest leaves with the next collection.
     */
    static final int MOST_IN_A_SEGMENT = 8_000;

    private final Set<RepositoryScan> scans = new LinkedHashSet<>();
    private final int[] inSegment = new int[Removable.SEGMENTS];
    private final Map<Removable, Candidate> candidates = new ConcurrentHashMap<>();
    private final Map<Removable, Candidate> spared = new ConcurrentHashMap<>();

    /**
     * Something that may leave.
     *
     * @param link the object that would be deleted, as it was seen last
     * @param bytes the digest under which the bytes are stored that it names. For a tag, the manifest that it named
     */
    record Candidate(RepositoryScan scan, RepositoryKey key, ObjectInfo link, Digest bytes) {
        /** Returns the object that verdicts name. An entry of referrers has the verdicts of its manifest. */
        Removable removable() {
            return switch (key) {
                case RepositoryKey.Layer(RepositoryName repository, Digest digest) -> new BlobLink(repository, digest);
                case RepositoryKey.Revision(RepositoryName repository, Digest digest) ->
                    new ManifestRevision(repository, digest);
                case RepositoryKey.Referrer(RepositoryName repository, Digest _, Digest digest) ->
                    new ManifestRevision(repository, digest);
                case RepositoryKey.TagCurrent(RepositoryName repository, Tag tag) -> new TagLink(repository, tag);
                case RepositoryKey.TagIndex _ ->
                    throw new IllegalStateException("the history of a tag goes with the tag");
            };
        }

        boolean isNeeded() {
            return switch (key) {
                case RepositoryKey.Layer(var _, Digest digest) -> scan.needsLink(digest);
                case RepositoryKey.Revision(var _, Digest digest) -> scan.needsRevision(digest);
                case RepositoryKey.Referrer(var _, Digest _, Digest digest) -> scan.needsReferrer(digest);
                case RepositoryKey.TagCurrent(var _, Tag tag) -> scan.needsTag(tag, bytes);
                case RepositoryKey.TagIndex _ -> true;
            };
        }
    }

    /** Adds what may leave, unless its segment is full. Called by several threads. */
    void add(Candidate candidate) {
        Removable object = candidate.removable();
        synchronized (scans) {
            if (inSegment[object.segment()] == MOST_IN_A_SEGMENT) {
                return;
            }
            inSegment[object.segment()]++;
            scans.add(candidate.scan());
        }
        candidates.put(object, candidate);
    }

    int size() {
        return candidates.size();
    }

    boolean isEmpty() {
        return candidates.isEmpty();
    }

    /** Returns how many manifests the scans remember. */
    int remembered() {
        return scans.stream().mapToInt(RepositoryScan::size).sum();
    }

    /** Returns the scans of the repositories that candidates are of. */
    Set<RepositoryScan> scans() {
        return scans;
    }

    /** Returns what may still leave. */
    Map<Removable, Candidate> all() {
        return candidates;
    }

    /** Spares what its scan needs now. */
    void spareNeeded() {
        candidates.forEach((object, candidate) -> {
            if (candidate.isNeeded()) {
                spare(object);
            }
        });
    }

    /** Notes how the link of a candidate was seen after it was condemned. A push that writes it later takes the verdict out. */
    void seen(Removable object, ObjectInfo link) {
        candidates.computeIfPresent(object, (_, seen) -> new Candidate(seen.scan(), seen.key(), link, seen.bytes()));
    }

    /** Takes out an object, which stays. */
    void spare(Removable object) {
        Candidate candidate = candidates.remove(object);
        if (candidate != null) {
            spared.put(object, candidate);
        }
    }

    /** Returns what may still leave, by the number of its segment. */
    Map<Integer, Map<Removable, ObjectInfo>> bySegment() {
        return bySegment(candidates);
    }

    /** Returns what was spared, by the number of its segment. */
    Map<Integer, Map<Removable, ObjectInfo>> sparedBySegment() {
        return bySegment(spared);
    }

    private static Map<Integer, Map<Removable, ObjectInfo>> bySegment(Map<Removable, Candidate> candidates) {
        Map<Integer, Map<Removable, ObjectInfo>> segments = new TreeMap<>();
        candidates.forEach((object, candidate) ->
                segments.computeIfAbsent(object.segment(), _ -> new HashMap<>()).put(object, candidate.link()));
        return segments;
    }

    /** Returns how the trash names what may still leave. An entry of referrers follows from its manifest, and has no name there. */
    Map<Removable, Departing> departing() {
        Map<Removable, Departing> departing = new HashMap<>();
        candidates.forEach((object, candidate) -> {
            Optional<Instant> written = Optional.of(candidate.link().lastModified());
            switch (candidate.key()) {
                case RepositoryKey.Layer(RepositoryName repository, Digest digest) ->
                    departing.put(
                            object, new Departing(repository, new TrashedLink(digest, candidate.bytes(), written)));
                case RepositoryKey.Revision(RepositoryName repository, Digest digest) ->
                    departing.put(
                            object, new Departing(repository, new TrashedRevision(digest, candidate.bytes(), written)));
                case RepositoryKey.TagCurrent(RepositoryName repository, Tag tag) ->
                    departing.put(object, new Departing(repository, new TrashedTag(tag, candidate.bytes())));
                case RepositoryKey.Referrer _, RepositoryKey.TagIndex _ -> {
                    // Nothing to put back.
                }
            }
        });
        return departing;
    }
}
