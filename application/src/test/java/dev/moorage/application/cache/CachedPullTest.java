package dev.moorage.application.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The storage calls of a pull by tag, with the cache in front of the service. */
class CachedPullTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a");
    private static final Reference LATEST = new Reference.ByTag(new Tag("latest"));
    private static final byte[] MANIFEST = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(StandardCharsets.UTF_8);

    private final InMemoryStorageDriver store = new InMemoryStorageDriver(new InMemoryStore());
    private final CountingStorageDriver counting = new CountingStorageDriver(store);
    private final GetManifest get = new ManifestCache(
                    1 << 20, Duration.ofMinutes(1), MemoryBudget.ofHeap(), CacheObserver.NONE)
            .reading(ManifestServices.over(
                            counting,
                            Docket.of(counting, InstantSource.system()),
                            ManifestPolicy.COMPLETE,
                            MemoryBudget.ofHeap())
                    .get());

    @Test
    void aHeadByTagOfACachedManifestReadsTheTagAlone() throws IOException {
        Contents contents = new Contents(store);
        Digest digest = Contents.digest(MANIFEST);
        contents.put(RegistryKeys.blob(digest), MANIFEST);
        contents.put(RegistryKeys.revisionLink(REPOSITORY, digest), digest.toString());
        contents.put(RegistryKeys.tagLink(REPOSITORY, new Tag("latest")), digest.toString());
        get.describe(REPOSITORY, get.resolve(REPOSITORY, LATEST));
        counting.reset();
        assertThat(get.describe(REPOSITORY, get.resolve(REPOSITORY, LATEST)).digest())
                .isEqualTo(digest);
        assertThat(counting.calls()).isEqualTo(Map.of("open", 1));
    }
}
