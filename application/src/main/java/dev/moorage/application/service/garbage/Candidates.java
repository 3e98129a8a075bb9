package dev.moorage.application.service.garbage;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The blobs that a round may remove, by the segments of the docket. Their number is limited, so that segments stay small
 * objects. What is left out is for the next round.
 */
final class Candidates {
    private static final int MOST = 100_000;
    private static final int MOST_IN_A_SEGMENT = 8_000;

    private final Map<Integer, Map<Removable, ObjectInfo>> segments = new TreeMap<>();
    private int size;
    private boolean leftOut;

    /** A candidate, and its object as it was found. */
    record Candidate(Digest digest, ObjectInfo blob) {}

    synchronized void add(Digest digest, ObjectInfo blob) {
        Blob object = new Blob(digest);
        Map<Removable, ObjectInfo> segment = segments.computeIfAbsent(object.segment(), _ -> new HashMap<>());
        if (size == MOST || segment.size() == MOST_IN_A_SEGMENT) {
            leftOut = true;
        } else if (segment.put(object, blob) == null) {
            size++;
        }
    }

    synchronized boolean isEmpty() {
        return size == 0;
    }

    /** Returns whether there are more candidates than a round may have. */
    synchronized boolean haveLeftOut() {
        return leftOut;
    }

    synchronized void remove(Digest digest) {
        Blob object = new Blob(digest);
        Map<Removable, ObjectInfo> segment = segments.get(object.segment());
        if (segment != null && segment.remove(object) != null) {
            size--;
        }
    }

    synchronized List<Candidate> all() {
        List<Candidate> all = new ArrayList<>(size);
        for (Map<Removable, ObjectInfo> segment : segments.values()) {
            segment.forEach((object, blob) -> {
                if (object instanceof Blob(Digest digest)) {
                    all.add(new Candidate(digest, blob));
                }
            });
        }
        return all;
    }

    /** Returns a copy of the candidates, by the number of their segments. */
    synchronized Map<Integer, Map<Removable, ObjectInfo>> bySegment() {
        Map<Integer, Map<Removable, ObjectInfo>> copy = new TreeMap<>();
        segments.forEach((number, objects) -> copy.put(number, Map.copyOf(objects)));
        return copy;
    }
}
