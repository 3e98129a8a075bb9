package dev.moorage.application.service.eviction;

import static dev.moorage.application.service.eviction.CachedStore.APP;
import static dev.moorage.application.service.eviction.CachedStore.LIFE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.cached.CacheLimits;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What leaves repositories of upstreams by its last use and by the size of all. */
class EvictionTest {
    private static final RepositoryName OTHER = new RepositoryName("hub/other");
    private static final RepositoryName OWN = new RepositoryName("own/app");
    private static final CacheLimits BY_LIFE = CachedStore.limits(Optional.of(LIFE), OptionalLong.empty());

    private final CachedStore store = new CachedStore();

    private static CacheLimits bySize(long bytes) {
        return CachedStore.limits(Optional.empty(), OptionalLong.of(bytes));
    }

    private boolean isListed(RepositoryName name) throws IOException {
        return !store.driver
                .list(RegistryKeys.repository(name), ListOptions.recursive(10))
                .entries()
                .isEmpty();
    }

    @Test
    void whatWasNotUsedForItsLifeLeavesAsAWhole() throws IOException {
        Digest old = store.image(APP, "old layer");
        Digest image = store.image(APP, "layer of an index");
        Digest index = store.index(APP, image);
        store.tag(APP, "old", old);
        store.tag(APP, "multi", index);
        store.tag(OWN, "old", store.image(OWN, "own layer"));
        store.pass(10);
        store.evict(BY_LIFE);
        assertThat(isListed(APP)).isFalse();
        assertThat(store.hasTag(OWN, "old") && store.hasLayer(OWN, "own layer")).isTrue();
        assertThat(store.contents.read(RegistryKeys.blob(old))).as("the bytes").isPresent();
    }

    @Test
    void whatWasPulledByAnyOfItsNamesStays() throws IOException {
        Digest byDigest = store.image(APP, "by digest");
        Digest image = store.image(APP, "image");
        store.tag(APP, "v1", store.image(APP, "by tag"));
        store.tag(APP, "v2", byDigest);
        store.tag(APP, "v3", store.index(APP, image, store.image(APP, "other image")));
        store.tag(APP, "v4", store.image(APP, "shared"));
        Digest untagged = store.image(APP, "untagged");
        store.tag(OTHER, "v1", store.image(OTHER, "not pulled"));
        store.pass(8);
        store.pass(2, "hub/app v1", "hub/app " + byDigest, "hub/app " + image, "hub/app " + untagged);
        store.evict(BY_LIFE);
        assertThat(store.hasTag(APP, "v1") && store.hasTag(APP, "v2") && store.hasTag(APP, "v3"))
                .isTrue();
        assertThat(store.hasLayer(APP, "by tag") && store.hasLayer(APP, "other image"))
                .isTrue();
        assertThat(store.hasManifest(APP, untagged) && store.hasLayer(APP, "untagged"))
                .isTrue();
        assertThat(store.hasTag(APP, "v4") || store.hasLayer(APP, "shared")).isFalse();
        assertThat(store.hasLayer(APP, "{}")).as("another image needs it").isTrue();
        assertThat(isListed(OTHER)).isFalse();
    }

    @Test
    void asLongAsThePullsAreNotKnownEverythingStays() throws IOException {
        store.tag(APP, "v1", store.image(APP, "layer"));
        store.clock.pass(Duration.ofDays(30));
        store.evict(BY_LIFE);
        store.pass(7);
        store.evict(BY_LIFE);
        assertThat(store.hasTag(APP, "v1")).isTrue();
        store.pass(1);
        store.evict(BY_LIFE);
        assertThat(store.hasTag(APP, "v1")).isFalse();
    }

    @Test
    void whatIsPinnedStays() throws IOException {
        Digest untagged = store.image(APP, "untagged");
        store.tag(APP, "v1.2", store.image(APP, "pinned"));
        store.tag(APP, "w1.2", store.image(APP, "loose"));
        store.pin("hub/app:v1.*");
        store.pin("hub/app@" + untagged);
        store.pass(10);
        store.evict(BY_LIFE);
        assertThat(store.hasTag(APP, "v1.2") && store.hasLayer(APP, "pinned")).isTrue();
        assertThat(store.hasManifest(APP, untagged) && store.hasLayer(APP, "untagged"))
                .isTrue();
        assertThat(store.hasTag(APP, "w1.2") || store.hasLayer(APP, "loose")).isFalse();
        store.contents.put(RegistryKeys.PINS, "pins 1\nhub/a");
        assertThatThrownBy(() -> store.evict(BY_LIFE)).isInstanceOf(IOException.class);
        assertThat(store.hasTag(APP, "v1.2")).isTrue();
    }

    @Test
    void referrersGoWithTheirSubject() throws IOException {
        Digest kept = store.image(APP, "kept");
        Digest gone = store.image(APP, "gone");
        store.tag(APP, "kept", kept);
        store.tag(APP, "gone", gone);
        Digest signature = store.referrer(APP, kept, "signature");
        Digest other = store.referrer(APP, gone, "other signature");
        store.contents.put(RegistryKeys.fetchedReferrers(APP, kept), "list");
        store.contents.put(RegistryKeys.fetchedReferrers(APP, gone), "list");
        store.pass(10, "hub/app kept");
        store.evict(BY_LIFE);
        assertThat(store.hasManifest(APP, signature) && store.hasLayer(APP, "signature"))
                .isTrue();
        assertThat(store.hasManifest(APP, other) || store.hasLayer(APP, "other signature"))
                .isFalse();
        assertThat(store.contents.read(RegistryKeys.referrerLink(APP, gone, other)))
                .isEmpty();
        assertThat(store.contents.read(RegistryKeys.fetchedReferrers(APP, kept)))
                .isPresent();
        assertThat(store.contents.read(RegistryKeys.fetchedReferrers(APP, gone)))
                .isEmpty();
    }

    @Test
    void whatWasFetchedWithinAnHourStaysAndWhatItNeeds() throws IOException {
        store.layer(APP, "layer");
        store.layer(APP, "loose");
        store.pass(10);
        Digest young = store.image(APP, "layer");
        store.evict(CachedStore.limits(Optional.of(Duration.ofMinutes(1)), OptionalLong.empty()));
        assertThat(store.hasManifest(APP, young) && store.hasLayer(APP, "layer"))
                .isTrue();
        assertThat(store.hasLayer(APP, "loose")).isFalse();
    }

    @Test
    void aTagThatMovesMeanwhileStays() throws IOException {
        store.tag(APP, "v1", store.image(APP, "layer"));
        store.pass(10);
        Digest moved = store.image(APP, "new layer");
        HookedStorageDriver hooked = new HookedStorageDriver(store.driver, (method, key) -> {
            if (method.equals("delete") && key.equals(RegistryKeys.tagLink(APP, new Tag("v1")))) {
                store.tag(APP, "v1", moved);
            }
        });
        store.evict(BY_LIFE, hooked);
        assertThat(store.hasTag(APP, "v1") && store.hasManifest(APP, moved) && store.hasLayer(APP, "new layer"))
                .isTrue();
        assertThat(store.hasLayer(APP, "layer")).isFalse();
    }

    @Test
    void whereverItEndsNoTagIsWithoutItsContentAndTheNextPassGoesOn() throws IOException {
        for (int most = 0; most < 20; most++) {
            CachedStore cached = new CachedStore();
            Digest image = cached.image(APP, "layer");
            Digest index = cached.index(APP, image);
            cached.tag(APP, "v1", index);
            cached.pass(10);
            AtomicInteger left = new AtomicInteger(most);
            HookedStorageDriver ending = new HookedStorageDriver(cached.driver, (method, _) -> {
                if (method.equals("delete") && left.getAndDecrement() <= 0) {
                    throw new IOException("the test ends it");
                }
            });
            try {
                cached.evict(BY_LIFE, ending);
            } catch (IOException _) {
                // The process ends here.
            }
            if (cached.hasTag(APP, "v1")) {
                assertThat(cached.hasManifest(APP, index)
                                && cached.hasManifest(APP, image)
                                && cached.hasLayer(APP, "layer"))
                        .isTrue();
            }
            cached.evict(BY_LIFE);
            assertThat(cached.driver
                            .list(RegistryKeys.repository(APP), ListOptions.recursive(10))
                            .entries())
                    .isEmpty();
        }
    }

    @Test
    void aboveTheSizeWhatWasUsedFirstLeaves() throws IOException {
        store.tag(APP, "v1", store.image(APP, "1".repeat(10_000)));
        store.clock.pass(Duration.ofHours(2));
        store.tag(APP, "v2", store.image(APP, "2".repeat(10_000)));
        store.clock.pass(Duration.ofHours(2));
        store.tag(OTHER, "v3", store.image(OTHER, "3".repeat(10_000)));
        store.clock.pass(Duration.ofHours(2));
        store.evict(bySize(35_000));
        assertThat(store.hasTag(APP, "v1")).as("there is room").isTrue();
        store.evict(bySize(29_000));
        assertThat(store.hasTag(APP, "v1") || store.hasLayer(APP, "1".repeat(10_000)))
                .isFalse();
        assertThat(store.hasTag(APP, "v2") && store.hasTag(OTHER, "v3")).isTrue();
        store.evict(bySize(29_000));
        assertThat(store.hasTag(APP, "v2")).as("what has gone does not count").isTrue();
    }

    @Test
    void aLayerThatLaterContentNeedsCountsForThat() throws IOException {
        String shared = "s".repeat(10_000);
        store.tag(APP, "v1", store.image(APP, shared));
        store.clock.pass(Duration.ofHours(2));
        store.tag(OTHER, "v2", store.image(OTHER, shared));
        store.clock.pass(Duration.ofHours(2));
        store.evict(bySize(11_200));
        assertThat(store.hasTag(APP, "v1"))
                .as("it would free nothing to speak of")
                .isTrue();
    }

    @Test
    void whatWasPulledOnALaterDayAndWhatIsPinnedLeavesLast() throws IOException {
        store.tag(APP, "pulled", store.image(APP, "1".repeat(10_000)));
        store.tag(APP, "pinned", store.image(APP, "2".repeat(10_000)));
        store.pin("hub/app:pinned");
        store.clock.pass(CachedStore.DAY);
        store.pulled("hub/app pulled");
        store.tag(APP, "once", store.image(APP, "3".repeat(10_000)));
        store.clock.pass(Duration.ofHours(2));
        store.evict(bySize(25_000));
        assertThat(store.hasTag(APP, "once")).isFalse();
        assertThat(store.hasTag(APP, "pulled") && store.hasTag(APP, "pinned")).isTrue();
        store.evict(bySize(5_000));
        assertThat(store.hasTag(APP, "pulled")).isFalse();
        assertThat(store.hasTag(APP, "pinned") && store.hasLayer(APP, "2".repeat(10_000)))
                .isTrue();
    }

    @Test
    void ofWhatWasPulledOnOneDayNoMoreLeavesThanHasTo() throws IOException {
        String[] pulls = new String[20];
        for (int i = 0; i < pulls.length; i++) {
            store.tag(APP, "v" + i, store.image(APP, (i + ".").repeat(5_000)));
            pulls[i] = "hub/app v" + i;
        }
        store.clock.pass(CachedStore.DAY);
        store.pulled(pulls);
        store.clock.pass(Duration.ofHours(2));
        store.evict(bySize(200_000));
        long left = 0;
        for (int i = 0; i < pulls.length; i++) {
            left += store.hasTag(APP, "v" + i) ? 1 : 0;
        }
        assertThat(left).isBetween(10L, 17L);
    }

    @Test
    void looseLayersCountAndLeaveToo() throws IOException {
        store.layer(APP, "1".repeat(10_000));
        store.clock.pass(Duration.ofHours(2));
        store.tag(APP, "v1", store.image(APP, "2".repeat(10_000)));
        store.clock.pass(Duration.ofHours(2));
        store.evict(bySize(15_000));
        assertThat(store.hasLayer(APP, "1".repeat(10_000))).isFalse();
        assertThat(store.hasTag(APP, "v1")).isTrue();
    }

    @Test
    void aManifestOfAnUnknownKindOrWithoutBytesKeepsNothing() throws IOException {
        Digest odd = store.manifest(APP, "no JSON at all");
        store.tag(APP, "odd", odd);
        store.tag(APP, "gone", store.image(APP, "layer"));
        Digest lost = store.image(APP, "lost");
        store.contents.delete(RegistryKeys.blob(lost));
        store.pass(10, "hub/app odd");
        store.evict(BY_LIFE);
        assertThat(store.hasTag(APP, "odd") && store.hasManifest(APP, odd)).isTrue();
        assertThat(store.hasTag(APP, "gone")
                        || store.hasManifest(APP, lost)
                        || store.hasLayer(APP, "layer")
                        || store.hasLayer(APP, "lost"))
                .isFalse();
    }
}
