package dev.moorage.application.service.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.eviction.CachedStore;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.FetchedManifests;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A repository whose upstream is not asked. */
class OfflineTest {
    private static final RepositoryName APP = CachedStore.APP;

    private final CachedStore store = new CachedStore();
    private final MemoryBudget memory = MemoryBudget.ofHeap();
    private final Docket docket = Docket.of(store.driver, InstantSource.system());
    private final ManifestUseCases stored =
            ManifestServices.over(store.driver, docket, ManifestPolicy.COMPLETE, memory);
    private final ProxyServices services = new ProxyServices(
            new ProxiedRepositories(List.of(ProxiedRepositories.Entry.offline("hub"))),
            new Fetches(
                    store.driver,
                    docket,
                    PortableHashing.unavailable(),
                    () -> new FetchId(UUID.randomUUID()),
                    InstantSource.system()),
            new FetchedManifests(store.driver, docket, memory, new ComputePool()),
            store.driver,
            Ticker.systemTicker());
    private final GetManifest manifests = services.manifests(stored.get());
    private final GetBlob blobs =
            services.blobs(BlobServices.over(store.driver, docket, false).get());

    private static Reference tag(String tag) {
        return new Reference.ByTag(new Tag(tag));
    }

    @Test
    void whatIsStoredIsServedAndComesAtOnce() throws IOException {
        assertThatThrownBy(() -> manifests.resolve(APP, tag("v1"))).isInstanceOf(RegistryException.class);
        Digest image = store.image(APP, "layer");
        store.tag(APP, "v1", image);
        Digest signature = store.referrer(APP, image, "signature");
        assertThat(manifests.resolve(APP, tag("v1"))).isEqualTo(image);
        assertThat(manifests.resolve(APP, new Reference.ByDigest(image))).isEqualTo(image);
        assertThat(blobs.request(APP, CachedStore.digest("layer")).size()).isEqualTo(5);
        try (ReferrersPage page =
                services.referrers(stored.referrers()).list(APP, image, Optional.empty(), Optional.empty())) {
            assertThat(page.referrers())
                    .singleElement()
                    .satisfies(referrer ->
                            assertThat(referrer.descriptor().digest()).isEqualTo(signature));
        }
        ListTags tags = services.tags((_, _) -> new Page<>(List.of(new Tag("v1")), false));
        assertThat(tags.list(APP, new PageRequest(10, Optional.empty())).entries())
                .containsExactly(new Tag("v1"));
    }

    @Test
    void whatIsNotStoredIsUnknown() throws IOException {
        Digest elsewhere = store.layer(new RepositoryName("own/app"), "layer");
        assertThatThrownBy(() -> blobs.request(APP, elsewhere)).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> blobs.stat(APP, CachedStore.digest("other"))).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> blobs.request(APP, CachedStore.digest("other")))
                .isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> manifests.resolve(APP, new Reference.ByDigest(elsewhere)))
                .isInstanceOf(RegistryException.class);
    }
}
