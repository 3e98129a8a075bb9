package dev.moorage.application.service.eviction;

import static dev.moorage.application.service.eviction.CachedStore.APP;
import static dev.moorage.application.service.eviction.CachedStore.LIFE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.CachedImage;
import dev.moorage.application.port.in.maintenance.ManageCache;
import dev.moorage.application.port.in.maintenance.ManageCache.Forgotten;
import dev.moorage.application.port.in.maintenance.ManageCache.Outcome;
import dev.moorage.domain.cached.Pin;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.object.ListOptions;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ManageCacheTest {
    private static final RepositoryName OWN = new RepositoryName("own/app");

    private final CachedStore store = new CachedStore();
    private final ManageCache cache = new ManageCacheService(
            store.driver, CachedStore.limits(Optional.of(LIFE), OptionalLong.empty()), store.clock, new ComputePool());

    private List<CachedImage> list(Optional<RepositoryName> only) throws IOException {
        List<CachedImage> images = new ArrayList<>();
        cache.list(only, images::add);
        return images;
    }

    private static Optional<Reference> tag(String tag) {
        return Optional.of(new Reference.ByTag(new Tag(tag)));
    }

    private static Optional<Reference> digest(Digest digest) {
        return Optional.of(new Reference.ByDigest(digest));
    }

    @Test
    void theListHasWhatIsKeptOfUpstreams() throws IOException {
        Digest image = store.image(APP, "layer");
        Digest index = store.index(APP, image);
        store.tag(APP, "v1", index);
        Digest untagged = store.image(APP, "other");
        store.contents.delete(RegistryKeys.layerLink(APP, CachedStore.digest("other")));
        store.tag(OWN, "v1", store.image(OWN, "own"));
        store.pass(1, "hub/app " + image);
        assertThat(cache.pin(Pin.parse("hub/app:v*"))).isTrue();
        assertThat(cache.pin(Pin.parse("hub/app:v*"))).isFalse();
        Instant fetched = Instant.parse("2026-11-24T12:00:00Z");
        CachedImage tagged = new CachedImage(
                APP, Optional.of(new Tag("v1")), index, 14, fetched, Optional.of(LocalDate.parse("2026-11-24")), true);
        assertThat(list(Optional.empty()))
                .containsExactly(
                        tagged, new CachedImage(APP, Optional.empty(), untagged, 7, fetched, Optional.empty(), false));
        assertThat(list(Optional.of(APP))).hasSize(2).contains(tagged);
        assertThat(list(Optional.of(OWN))).isEmpty();
    }

    @Test
    void whatIsForgottenLeavesWithAllThatNothingElseNeeds() throws IOException {
        Digest image = store.image(APP, "layer");
        store.tag(APP, "v1", image);
        store.tag(APP, "v2", store.image(APP, "other"));
        assertThat(cache.forget(APP, tag("v1"))).isEqualTo(new Forgotten(Outcome.FORGOTTEN, 1, 1, 1));
        assertThat(store.hasTag(APP, "v1") || store.hasManifest(APP, image) || store.hasLayer(APP, "layer"))
                .isFalse();
        assertThat(store.hasTag(APP, "v2") && store.hasLayer(APP, "other") && store.hasLayer(APP, "{}"))
                .isTrue();
        assertThat(cache.forget(APP, tag("v1")).outcome()).isEqualTo(Outcome.UNKNOWN);
        store.layer(APP, "loose");
        assertThat(cache.forget(APP, Optional.empty()).outcome()).isEqualTo(Outcome.FORGOTTEN);
        assertThat(store.driver
                        .list(RegistryKeys.repository(APP), ListOptions.recursive(10))
                        .entries())
                .isEmpty();
        assertThat(cache.forget(APP, Optional.empty()).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aDigestIsForgottenWithAllItsTags() throws IOException {
        Digest image = store.image(APP, "layer");
        Digest index = store.index(APP, image);
        store.tag(APP, "v1", index);
        store.tag(APP, "latest", index);
        assertThat(cache.forget(APP, digest(image)).outcome())
                .as("its index has it")
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(cache.forget(APP, digest(index))).isEqualTo(new Forgotten(Outcome.FORGOTTEN, 2, 2, 2));
    }

    @Test
    void whatIsPinnedOrOwnIsNotForgotten() throws IOException {
        store.tag(APP, "v1", store.image(APP, "layer"));
        store.tag(APP, "w1", store.image(APP, "other"));
        store.tag(OWN, "v1", store.image(OWN, "own"));
        Pin pin = Pin.parse("hub/app:v1");
        cache.pin(pin);
        assertThat(cache.pins()).containsExactly(pin);
        assertThat(cache.forget(APP, tag("v1")).outcome()).isEqualTo(Outcome.PINNED);
        assertThat(cache.forget(APP, Optional.empty())).isEqualTo(new Forgotten(Outcome.FORGOTTEN, 1, 1, 1));
        assertThat(store.hasTag(APP, "v1") && store.hasLayer(APP, "layer")).isTrue();
        assertThat(cache.forget(OWN, tag("v1")).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(store.hasTag(OWN, "v1")).isTrue();
        assertThat(cache.unpin(pin)).isTrue();
        assertThat(cache.unpin(pin)).isFalse();
        assertThat(cache.forget(APP, tag("v1")).outcome()).isEqualTo(Outcome.FORGOTTEN);
    }
}
