package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A collection that its observer ends. */
class EndedCollectionTest {
    private static final int BLOBS = 5;

    /** Returns whether the collection was ended. */
    private static boolean endsBeforeRequest(int requests) throws IOException {
        CollectedStore store = new CollectedStore();
        List<Digest> garbage = new ArrayList<>();
        for (int i = 0; i < BLOBS; i++) {
            garbage.add(store.blob("garbage " + i));
        }
        Digest linked = store.linked("linked");
        store.grow();
        AtomicInteger left = new AtomicInteger(requests);
        store.goesOn = () -> left.getAndDecrement() > 0;
        store.parallel = 1;
        GarbageReport report = store.collect();
        assertThat(report.removed()).isEqualTo(BLOBS - there(store, garbage));
        assertThat(report.complete()).isEqualTo(report.removed() == BLOBS);
        assertThat(report.spared()).isZero();
        assertThat(store.problems).isEmpty();

        store.goesOn = () -> true;
        assertThat(store.collect().complete()).isTrue();
        assertThat(there(store, garbage)).isZero();
        assertThat(store.has(linked)).isTrue();
        ActingCollector docket = new ActingCollector(store.driver);
        for (Digest digest : garbage) {
            assertThat(docket.hasVerdictOn(new Blob(digest))).isFalse();
        }
        return !report.complete();
    }

    private static long there(CollectedStore store, List<Digest> digests) throws IOException {
        long there = 0;
        for (Digest digest : digests) {
            there += store.has(digest) ? 1 : 0;
        }
        return there;
    }

    @Test
    void theNextCollectionCleansUpWhereverTheLastOneWasEnded() throws IOException {
        int requests = 0;
        while (endsBeforeRequest(requests)) {
            requests++;
        }
        // Listings, ages and deletes.
        assertThat(requests).isGreaterThan(3 * BLOBS);
    }

    @Test
    void aCollectionThatIsEndedBetweenTwoDeletesLeavesVerdictsThatPushesTakeOut() throws IOException {
        CollectedStore store = new CollectedStore();
        PushedRegistry registry = new PushedRegistry(store.driver, PushedRegistry.IN_ORDER);
        List<Digest> garbage = new ArrayList<>();
        for (int i = 0; i < BLOBS; i++) {
            garbage.add(store.blob("garbage " + i));
        }
        store.grow();
        store.parallel = 1;
        store.goesOn = () -> store.removed.isEmpty();
        assertThat(store.collect().removed()).isEqualTo(1);
        ActingCollector docket = new ActingCollector(store.driver);
        for (Digest digest : garbage) {
            boolean left = store.has(digest);
            assertThat(docket.hasVerdictOn(new Blob(digest))).isEqualTo(left);
        }
        registry.push(CollectedStore.A, "garbage 0".getBytes(StandardCharsets.UTF_8));
        assertThat(docket.hasVerdictOn(new Blob(garbage.getFirst()))).isFalse();
        assertThat(store.contents.read(RegistryKeys.blob(garbage.getFirst()))).isPresent();
    }
}
