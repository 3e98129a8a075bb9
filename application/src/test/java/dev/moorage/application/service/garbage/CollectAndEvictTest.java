package dev.moorage.application.service.garbage;

import static dev.moorage.application.service.eviction.CachedStore.APP;
import static dev.moorage.application.service.eviction.CachedStore.LIFE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.CollectGarbage;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.service.eviction.CachedStore;
import dev.moorage.application.service.eviction.Eviction;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Collections of a store whose content comes from an upstream, in part. */
class CollectAndEvictTest {
    private static final RepositoryName OWN = new RepositoryName("own/app");

    private final CachedStore store = new CachedStore();
    private final Random random = new Random(1);

    private GarbageReport collect(boolean dryRun) throws IOException {
        return collect(dryRun, GarbageObserver.NONE);
    }

    private GarbageReport collect(boolean dryRun, GarbageObserver observer) throws IOException {
        Eviction eviction =
                new Eviction(CachedStore.limits(Optional.of(LIFE), OptionalLong.empty()), new ComputePool());
        CollectGarbage collector = new CollectAndEvictService(
                new CollectGarbageService(store.driver, store.clock, random::nextLong).sparing(eviction::concerns),
                eviction,
                store.driver,
                store.clock);
        RepositoryRemovals all = new RepositoryRemovals(true, true, Duration.ofDays(7));
        return collector.collect(new GarbageRequest(Duration.ofHours(1), 2, 0, dryRun, all), observer);
    }

    @Test
    void theCollectorLeavesContentOfUpstreamsAlone() throws IOException {
        Digest cached = store.image(APP, "cached");
        store.layer(APP, "loose");
        Digest own = store.image(OWN, "own");
        store.pass(2, "hub/app " + cached);
        collect(false);
        assertThat(store.hasManifest(APP, cached) && store.hasLayer(APP, "cached") && store.hasLayer(APP, "loose"))
                .isTrue();
        assertThat(store.hasManifest(OWN, own)).isFalse();
    }

    @Test
    void whatLeavesHasNoTrashAndItsBytesGoWithTheNextCollection() throws IOException {
        Digest image = store.image(APP, "layer");
        store.tag(APP, "v1", image);
        store.tag(OWN, "v1", store.image(OWN, "own"));
        store.pass(10);
        assertThat(collect(false).removed()).isZero();
        assertThat(store.hasTag(APP, "v1")).isFalse();
        assertThat(store.contents.read(RegistryKeys.blob(image))).isPresent();
        store.clock.pass(Duration.ofHours(2));
        assertThat(collect(false).removed()).isEqualTo(2);
        assertThat(store.contents.read(RegistryKeys.blob(image))).isEmpty();
        assertThat(store.hasTag(OWN, "v1") && store.hasLayer(OWN, "{}")).isTrue();
        assertThat(store.contents.all().keySet()).noneMatch(key -> key.contains("trash"));
    }

    @Test
    void aDryRunAndACollectionThatIsEndedUnlinkNothing() throws IOException {
        store.tag(APP, "v1", store.image(APP, "layer"));
        store.pass(10);
        Map<String, String> before = store.contents.all();
        collect(true);
        assertThat(store.contents.all()).isEqualTo(before);
        collect(false, new EndedObserver());
        assertThat(store.hasTag(APP, "v1")).isTrue();
    }

    @Test
    void pinsThatCannotBeReadKeepEverything() throws IOException {
        store.tag(APP, "v1", store.image(APP, "layer"));
        store.pass(10);
        store.contents.put(RegistryKeys.PINS, "of another version");
        assertThat(collect(false).complete()).isTrue();
        assertThat(store.hasTag(APP, "v1")).isTrue();
    }

    private static final class EndedObserver implements GarbageObserver {
        @Override
        public void garbage(Digest digest, long size, Instant lastModified) {
            // The test looks at the store.
        }

        @Override
        public void problem(String key, String reason) {
            // The test looks at the store.
        }

        @Override
        public void progressed(Phase phase, long objects) {
            // The test looks at the store.
        }

        @Override
        public boolean goesOn() {
            return false;
        }
    }
}
