package dev.moorage.application.service.maintenance;

import static dev.moorage.application.service.maintenance.StoredRegistry.A;
import static dev.moorage.application.service.maintenance.StoredRegistry.CONFIG;
import static dev.moorage.application.service.maintenance.StoredRegistry.LAYER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verifies a registry with a build cache, which is an index of blobs. */
class VerifyBuildCacheTest {
    private static final String INDEX = """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s]}
            """;

    private final StoredRegistry registry = new StoredRegistry();

    VerifyBuildCacheTest() throws IOException {}

    @BeforeEach
    void push() throws IOException {
        String cache = StoredRegistry.descriptor("application/vnd.oci.image.layer.v1.tar+gzip", LAYER)
                + ","
                + StoredRegistry.descriptor("application/vnd.buildkit.cacheconfig.v0", CONFIG);
        registry.manifest(A, INDEX.formatted(cache), new Tag("cache"));
    }

    @Test
    void nothingIsMissingAndItsBlobsAreLinked() throws IOException {
        assertThat(registry.verify(false).findings())
                .extracting(Finding::key)
                .containsExactly(RegistryKeys.blob(registry.unlinked).value());
    }

    @Test
    void aBlobOfItThatIsGoneIsFound() throws IOException {
        registry.contents.delete(RegistryKeys.layerLink(A, registry.layer));
        // One for the image with this layer, and one for the cache.
        assertThat(registry.verify(false).found()).containsExactly("MISSING_REFERENCE", "MISSING_REFERENCE");
    }

    @Test
    void aManifestOfAKindThatIsOnlyKeptIsNotMissingEither() throws IOException {
        String other = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.example.other+json\"}";
        registry.manifest(A, other, new Tag("other"));
        byte[] content = other.getBytes(StandardCharsets.UTF_8);
        String entry = StoredRegistry.descriptor("application/vnd.example.other+json", content);
        registry.manifest(A, INDEX.formatted(entry), new Tag("index-of-other"));
        assertThat(registry.verify(false).found()).isEmpty();
    }
}
