package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.layout.RepositoryKey;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.service.garbage.RepositoryCandidates.Candidate;
import dev.moorage.application.service.garbage.trash.LastRemovals;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.application.service.manifest.ManifestStore;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Segment;
import dev.moorage.domain.garbage.SegmentFormat;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.garbage.Verdict;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The objects that one round may take out of repositories. */
class RepositoryCandidatesTest {
    private static final RepositoryName LONG = new RepositoryName("r".repeat(255));
    private static final int LARGEST_SEGMENT = 8 << 20;

    private final CollectedStore store = new CollectedStore();

    /** Returns a digest of the longest kind in the first segment. */
    private static Digest digest(int number) {
        return Digest.tryParse("sha512:" + "0".repeat(120) + "%08x".formatted(number))
                .orElseThrow();
    }

    @Test
    void digestsThatWereChosenForOneSegmentMakeItNoLargerThanPushesRead() {
        Links links = new Links(store.driver);
        RepositoryScan scan = new RepositoryScan(
                store.driver,
                new ManifestStore(store.driver, links, MemoryBudget.ofHeap(), new ComputePool()),
                LONG,
                true,
                Optional.empty(),
                1,
                1,
                new GarbageCounters(store));
        RepositoryCandidates candidates = new RepositoryCandidates();
        Map<Removable, Verdict> verdicts = new HashMap<>();
        for (int i = 0; i < 2 * RepositoryCandidates.MOST_IN_A_SEGMENT; i++) {
            RepositoryKey.Layer key = new RepositoryKey.Layer(LONG, digest(i));
            ObjectInfo link =
                    new ObjectInfo(RegistryKeys.layerLink(LONG, digest(i)), 1, new ObjectVersion("1"), Instant.EPOCH);
            candidates.add(new Candidate(scan, key, link, digest(i)));
            verdicts.put(new BlobLink(LONG, digest(i)), new Verdict.Removing(i, Instant.now()));
        }
        assertThat(candidates.size()).isEqualTo(RepositoryCandidates.MOST_IN_A_SEGMENT);
        verdicts.keySet().retainAll(candidates.all().keySet());
        assertThat(SegmentFormat.format(new Segment(1, verdicts)))
                .as("with room for another collector")
                .hasSizeLessThan(LARGEST_SEGMENT / 2);
    }

    /** The time decides whether a client's delete or a collection was last: {@link LastRemovals}. */
    @Test
    void theTrashHasTheTimeOfTheLinkAsItWasSeenAfterTheVerdict() throws IOException {
        Digest digest = store.linked("needless");
        ObjectKey link = RegistryKeys.layerLink(CollectedStore.A, digest);
        store.removals = new RepositoryRemovals(true, false, Duration.ofDays(7));
        store.parallel = 1;
        store.clock.pass(Duration.ofHours(3));
        ActingCollector docket = new ActingCollector(store.driver);
        List<Instant> rewritten = new ArrayList<>();
        store.hook = (method, key) -> {
            if (method.equals("stat")
                    && key.equals(link)
                    && rewritten.isEmpty()
                    && docket.hasVerdictOn(new BlobLink(CollectedStore.A, digest))) {
                // A store whose clock was wrong, or a program that restores an old file.
                store.clock.pass(Duration.ofHours(-2));
                rewritten.add(store.clock.instant());
                store.contents.put(link, digest.toString());
                store.clock.pass(Duration.ofHours(2));
            }
        };
        assertThat(store.collect().repositories().links()).isEqualTo(1);
        List<Trashed> trashed = new ArrayList<>();
        new Trash(store.driver)
                .forEach(stored ->
                        trashed.addAll(stored.record().map(TrashRecord::content).orElseThrow()));
        assertThat(trashed).containsExactly(new TrashedLink(digest, digest, Optional.of(rewritten.getFirst())));
    }
}
