package dev.moorage.application.service.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.maintenance.PrefetchException;
import dev.moorage.application.port.in.maintenance.PrefetchImages;
import dev.moorage.application.port.in.maintenance.PrefetchImages.Prefetched;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamReferrer;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.FetchedManifests;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.proxy.ProxiedRepositories.Rules;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PrefetchTest {
    private static final String REMOTE = "library/alpine";
    private static final RepositoryName NAME = new RepositoryName("hub/library/alpine");
    private static final Reference LATEST = new Reference.ByTag(new Tag("latest"));
    private static final Set<Platform> AMD64 = Set.of(new Platform("linux", "amd64"));

    private final FakeUpstream upstream = new FakeUpstream();
    private final StorageDriver storage = new InMemoryStorageDriver(new InMemoryStore());
    private final PrefetchImages prefetch = prefetching();
    private final Digest amd64 = image("amd64", "amd64 layer");
    private final Digest arm64 = image("arm64", "arm64 layer");
    private final Digest latest = upstream.manifest(
            REMOTE,
            "latest",
            "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_IMAGE_INDEX + "\",\"manifests\":["
                    + entry(amd64, "amd64") + "," + entry(arm64, "arm64") + "]}");

    private PrefetchImages prefetching() {
        MemoryBudget memory = MemoryBudget.ofHeap();
        Docket docket = Docket.of(storage, InstantSource.system());
        ProxyServices services = new ProxyServices(
                new ProxiedRepositories(List.of(new ProxiedRepositories.Entry("hub", upstream, Rules.DEFAULT))),
                new Fetches(
                        storage,
                        docket,
                        PortableHashing.detect(),
                        () -> new FetchId(UUID.randomUUID()),
                        InstantSource.system()),
                new FetchedManifests(storage, docket, memory, new ComputePool()),
                storage);
        return services.prefetching(
                BlobServices.over(storage, docket, false),
                ManifestServices.over(storage, docket, ManifestPolicy.COMPLETE, memory));
    }

    private static String descriptor(Digest digest) {
        return "{\"mediaType\":\"application/octet-stream\",\"digest\":\"" + digest + "\",\"size\":7}";
    }

    private static String entry(Digest digest, String architecture) {
        return "{\"mediaType\":\"" + MediaType.OCI_IMAGE_MANIFEST + "\",\"digest\":\"" + digest
                + "\",\"size\":7,\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}}";
    }

    private Digest image(String tag, String layer) {
        return upstream.manifest(
                REMOTE,
                tag,
                "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_IMAGE_MANIFEST + "\",\"config\":"
                        + descriptor(upstream.blob(REMOTE, "{}".getBytes(UTF_8))) + ",\"layers\":["
                        + descriptor(upstream.blob(REMOTE, layer.getBytes(UTF_8))) + "]}");
    }

    private Prefetched prefetch(Set<Platform> platforms, boolean referrers) throws IOException {
        return prefetch.prefetch(new PrefetchImages.Request(NAME, LATEST, platforms, referrers));
    }

    private boolean has(String layer) throws IOException {
        Digest digest = Digest.of(latest.algorithm(), layer.getBytes(UTF_8));
        return storage.stat(RegistryKeys.layerLink(NAME, digest)).isPresent()
                && storage.stat(RegistryKeys.blob(digest)).isPresent();
    }

    @Test
    void anImageIsKeptAsAWholeAndIsNotFetchedTwice() throws IOException {
        assertThat(prefetch(Set.of(), false)).isEqualTo(new Prefetched(latest, 3, 3, 24));
        assertThat(has("amd64 layer") && has("arm64 layer") && has("{}")).isTrue();
        assertThat(storage.stat(RegistryKeys.tagLink(NAME, new Tag("latest")))).isPresent();
        upstream.asked().clear();
        assertThat(prefetch(Set.of(), false)).isEqualTo(new Prefetched(latest, 3, 3, 24));
        assertThat(upstream.asked()).containsExactly("HEAD tag");
    }

    @Test
    void onePlatformIsFetchedAlone() throws IOException {
        assertThat(prefetch(AMD64, false)).isEqualTo(new Prefetched(latest, 2, 2, 13));
        assertThat(has("amd64 layer")).isTrue();
        assertThat(has("arm64 layer")).isFalse();
    }

    @Test
    void referrersAreFetchedToo() throws IOException {
        Digest listed = image("listed", "attestation");
        upstream.refer(
                REMOTE,
                latest,
                new UpstreamReferrer(
                        new Descriptor(MediaType.OCI_IMAGE_MANIFEST, listed, 7), Optional.empty(), Map.of()));
        Digest _ = image(amd64.toString().replace(':', '-') + ".sig", "signature");
        assertThat(prefetch(AMD64, false).manifests()).isEqualTo(2);
        assertThat(has("attestation") || has("signature")).isFalse();
        assertThat(prefetch(AMD64, true).manifests()).isEqualTo(4);
        assertThat(has("attestation") && has("signature")).isTrue();
    }

    @Test
    void anImageThatIsNotWholeIsAFailureAndWhatCameIsKept() throws IOException {
        Digest absent = Digest.of(latest.algorithm(), "absent".getBytes(UTF_8));
        Digest _ = upstream.manifest(
                REMOTE,
                "latest",
                "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_IMAGE_MANIFEST + "\",\"config\":"
                        + descriptor(upstream.blob(REMOTE, "{}".getBytes(UTF_8))) + ",\"layers\":["
                        + descriptor(absent) + "]}");
        assertThatThrownBy(() -> prefetch(Set.of(), false))
                .isInstanceOf(PrefetchException.class)
                .hasMessageContaining(absent.toString());
        assertThat(has("{}")).isTrue();
    }

    @Test
    void whatIsUnknownOrCannotBeAskedForIsAFailure() {
        assertThatThrownBy(() -> prefetch.prefetch(
                        new PrefetchImages.Request(NAME, new Reference.ByTag(new Tag("none")), Set.of(), false)))
                .isInstanceOf(PrefetchException.class);
        assertThatThrownBy(() -> prefetch.prefetch(
                        new PrefetchImages.Request(new RepositoryName("own/app"), LATEST, Set.of(), false)))
                .isInstanceOf(PrefetchException.class);
        upstream.goDown(Kind.DOWN);
        assertThatThrownBy(() -> prefetch(Set.of(), false)).isInstanceOf(IOException.class);
    }
}
