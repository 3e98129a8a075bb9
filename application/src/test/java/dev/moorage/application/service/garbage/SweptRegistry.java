package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.garbage.CollectedStore.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.port.in.maintenance.RepositoryTotals;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiPredicate;

/** A registry whose repositories are pushed to and collected. */
abstract class SweptRegistry {
    static final RepositoryName B = new RepositoryName("a/b");
    static final Duration WEEK = Duration.ofDays(7);

    final CollectedStore store = new CollectedStore();
    final PushedRegistry registry = new PushedRegistry(store.driver, PushedRegistry.IN_ORDER, store.clock);
    final ActingCollector docket = new ActingCollector(store.driver);

    SweptRegistry() {
        store.removals = new RepositoryRemovals(true, true, WEEK);
    }

    interface Act {
        void run() throws IOException;
    }

    Digest push(String text) throws IOException {
        return push(A, text);
    }

    Digest push(RepositoryName repository, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        registry.push(repository, content);
        return Contents.digest(content);
    }

    boolean has(ObjectKey key) throws IOException {
        return store.contents.read(key).isPresent();
    }

    boolean hasLink(Digest digest) throws IOException {
        return has(RegistryKeys.layerLink(A, digest));
    }

    boolean hasManifest(Digest digest) throws IOException {
        return has(RegistryKeys.revisionLink(A, digest));
    }

    static byte[] referrer(Digest subject, Digest config) {
        return ("{\"schemaVersion\":2,\"config\":{\"digest\":\"" + config
                        + "\"},\"layers\":[],\"subject\":{\"digest\":\"" + subject + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Collects until nothing leaves any more. Returns how many collections that took. */
    int collectAll() throws IOException {
        for (int pass = 0; ; pass++) {
            store.grow();
            GarbageReport report = store.collect();
            assertThat(store.problems).isEmpty();
            RepositoryTotals totals = report.repositories();
            if (report.removed() + totals.links() + totals.untagged() + totals.referrers() + totals.expired() == 0) {
                return pass;
            }
        }
    }

    /** Acts once before the first call of the collector that the condition holds for, when the object is condemned. */
    void before(Removable condemned, BiPredicate<String, ObjectKey> call, Act act) {
        boolean[] done = new boolean[1];
        store.hook = (method, key) -> {
            if (!done[0] && call.test(method, key) && docket.hasVerdictOn(condemned)) {
                done[0] = true;
                act.run();
            }
        };
    }

    long trash() throws IOException {
        long[] count = new long[1];
        ObjectWalk.recursive(store.driver, RegistryKeys.TRASH).forEach(_ -> count[0]++);
        return count[0];
    }
}
