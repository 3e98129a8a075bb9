package dev.moorage.application.service.garbage;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.garbage.docket.DocketObjects;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Segment;
import dev.moorage.domain.garbage.Verdict;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The verdicts that were in the docket when a pass began. Those that have not changed when it ends were left by a
 * collector that is gone, or by one that has begun a short time before.
 */
final class LeftVerdicts {
    private final DocketObjects objects;
    private final Map<Integer, Map<Removable, Verdict>> before = new ConcurrentSkipListMap<>();

    private LeftVerdicts(DocketObjects objects) {
        this.objects = objects;
    }

    /** Reads the segments that exist. */
    static LeftVerdicts read(StorageDriver storage, DocketObjects objects, int parallel) throws IOException {
        Set<ObjectKey> keys = new HashSet<>();
        ObjectWalk.recursive(storage, RegistryKeys.DOCKET).forEach(entry -> keys.add(entry.key()));
        List<Integer> existing = IntStream.range(0, Removable.SEGMENTS)
                .filter(segment -> keys.contains(RegistryKeys.docketSegment(segment)))
                .boxed()
                .toList();
        LeftVerdicts left = new LeftVerdicts(objects);
        ParallelWork.forEach(existing, parallel, segment -> {
            Map<Removable, Verdict> verdicts =
                    objects.segment(segment).content().verdicts();
            if (!verdicts.isEmpty()) {
                left.before.put(segment, verdicts);
            }
        });
        return left;
    }

    boolean isEmpty() {
        return before.isEmpty();
    }

    /** Takes out what is left now. */
    void takeOver(GarbageRound round) throws IOException {
        for (Map.Entry<Integer, Map<Removable, Verdict>> segment : before.entrySet()) {
            Segment now = objects.segment(segment.getKey()).content();
            Set<Removable> left = segment.getValue().entrySet().stream()
                    .filter(verdict -> verdict.getValue().equals(now.verdicts().get(verdict.getKey())))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            if (!left.isEmpty()) {
                round.takeOver(segment.getKey(), left);
            }
        }
    }
}
