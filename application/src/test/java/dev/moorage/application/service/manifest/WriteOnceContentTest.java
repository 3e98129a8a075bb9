package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.application.port.in.blob.DeleteBlob;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.repository.RepositoryTags;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.TagPattern;
import dev.moorage.domain.access.WriteOnceRule;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletes of content by digest, where write-once tags need it. */
class WriteOnceContentTest {
    private static final RepositoryName PROD = RepositoryName.parse("prod/app");
    private static final RepositoryName TEST = RepositoryName.parse("test/app");
    private static final AccessRules RULES = new AccessRules(
            Groups.NONE,
            List.of(),
            List.of(new WriteOnceRule(
                    new RuleOrigin("/etc/moorage/access.yml", 7),
                    List.of(RepositoryPattern.parse("prod/**")),
                    List.of(TagPattern.parse("v*")))));

    private final CountingStorageDriver storage =
            new CountingStorageDriver(new InMemoryStorageDriver(new InMemoryStore()));
    private final Links links = new Links(storage);
    private final ManifestUseCases manifests = ManifestServices.over(
            storage,
            Docket.of(storage, InstantSource.system()),
            ManifestPolicy.COMPLETE,
            MemoryBudget.ofHeap(),
            () -> RULES);
    private final DeleteBlob blobs = ManifestServices.keepingNeeded(
            (_, repository, digest) -> links.delete(RegistryKeys.layerLink(repository, digest)),
            storage,
            MemoryBudget.ofHeap(),
            new ComputePool(),
            () -> RULES);

    private final Digest layer = digest("layer");
    private final Digest unneeded = digest("unneeded");
    private final String image = "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + digest("config") + "\"},"
            + "\"layers\":[{\"digest\":\"" + layer + "\"}]}";
    private final String index = "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":"
            + "\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"" + digest(image) + "\"}]}";

    private static Digest digest(String content) {
        return Digest.of(DigestAlgorithm.SHA256, content.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void holdAnIndexInBothRepositories() throws IOException {
        for (RepositoryName repository : List.of(PROD, TEST)) {
            for (String blob : List.of("config", "layer", "unneeded")) {
                links.write(RegistryKeys.layerLink(repository, digest(blob)), digest(blob));
            }
            manifest(repository, image);
            manifest(repository, index);
            links.write(RegistryKeys.tagLink(repository, new Tag("latest")), digest(index));
        }
    }

    private void manifest(RepositoryName repository, String content) throws IOException {
        Digest digest = digest(content);
        storage.put(
                RegistryKeys.blob(digest),
                content.getBytes(StandardCharsets.UTF_8),
                WriteCondition.ANY,
                Durability.PROCESS_CRASH);
        links.write(RegistryKeys.revisionLink(repository, digest), digest);
    }

    private void tag(String tag, Digest manifest) throws IOException {
        links.write(RegistryKeys.tagLink(PROD, new Tag(tag)), manifest);
    }

    private void deleteBlob(RepositoryName repository, Digest digest) throws IOException {
        blobs.delete(UnrestrictedCaller.ANONYMOUS, repository, digest);
    }

    private void deleteManifest(RepositoryName repository, Digest digest) throws IOException {
        manifests
                .delete()
                .delete(new DeleteManifestCommand(
                        UnrestrictedCaller.ANONYMOUS, repository, new Reference.ByDigest(digest)));
    }

    @Test
    void contentThatAWriteOnceTagNeedsIsNotDeleted() throws IOException {
        tag("v1", digest(index));
        for (Digest needed : List.of(layer, digest("config"))) {
            assertThatExceptionOfType(WriteOnceException.class)
                    .isThrownBy(() -> deleteBlob(PROD, needed))
                    .satisfies(e -> {
                        assertThat(e.error().detail())
                                .containsEntry("rule", "access.yml:7")
                                .containsEntry("tag", "v1")
                                .containsEntry("digest", needed.toString());
                    });
            assertThat(links.read(RegistryKeys.layerLink(PROD, needed))).contains(needed);
        }
        assertThatExceptionOfType(WriteOnceException.class).isThrownBy(() -> deleteManifest(PROD, digest(image)));
        assertThat(links.read(RegistryKeys.revisionLink(PROD, digest(image)))).isPresent();
    }

    @Test
    void otherContentIsDeleted() throws IOException {
        deleteBlob(PROD, layer); // No write-once tag yet.
        links.write(RegistryKeys.layerLink(PROD, layer), layer);
        tag("v1", digest(index));
        deleteBlob(PROD, unneeded);
        assertThat(links.read(RegistryKeys.layerLink(PROD, unneeded))).isEmpty();
        deleteBlob(TEST, layer);
        deleteManifest(TEST, digest(image));
        assertThat(links.read(RegistryKeys.revisionLink(TEST, digest(image)))).isEmpty();
    }

    @Test
    void damagedAndMissingManifestsNeedNothing() throws IOException {
        manifest(PROD, "no JSON");
        tag("v1", digest("no JSON"));
        tag("v2", digest("not there"));
        deleteBlob(PROD, layer);
        assertThat(links.read(RegistryKeys.layerLink(PROD, layer))).isEmpty();
    }

    @Test
    void aRepositoryThatNoRuleIsAboutCostsNoRead() throws IOException {
        storage.reset();
        new WriteOnceContent(
                        new ManifestStore(storage, links, MemoryBudget.ofHeap(), new ComputePool()),
                        new RepositoryTags(storage, links),
                        () -> RULES,
                        WriteOnceContent.MAX_MANIFESTS)
                .requireUnneeded(TEST, layer);
        assertThat(storage.calls()).isEmpty();
    }

    @Test
    void aDeleteReadsABoundedNumberOfManifestsAndIsRefusedBeyondThem() throws IOException {
        for (int i = 0; i < 5; i++) {
            String content = "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"n\":\"" + i + "\"}}";
            manifest(PROD, content);
            tag("v" + i, digest(content));
        }
        WriteOnceContent four = content(4);
        assertThatExceptionOfType(WriteOnceException.class)
                .isThrownBy(() -> four.requireUnneeded(PROD, unneeded))
                .withMessageContaining("too many tags");
        content(5).requireUnneeded(PROD, unneeded);
    }

    @Test
    void aDeleteReadsTheLinksOfTagsAtTheSameTime() throws IOException {
        int count = 16;
        for (int i = 0; i < count; i++) {
            tag("v" + i, image(i));
        }
        StorageDriver meeting =
                MeetingCalls.of(count, storage, (_, key) -> key.value().endsWith("/current/link"));
        WriteOnceContent content = new WriteOnceContent(
                new ManifestStore(storage, links, MemoryBudget.ofHeap(), new ComputePool()),
                new RepositoryTags(meeting, new Links(meeting)),
                () -> RULES,
                WriteOnceContent.MAX_MANIFESTS);
        content.requireUnneeded(PROD, unneeded);
        assertThatExceptionOfType(WriteOnceException.class)
                .isThrownBy(() -> content.requireUnneeded(PROD, layer))
                .satisfies(e -> assertThat(e.error().toString()).contains("tag=v0"));
    }

    /** Stores a manifest with the layer. */
    private Digest image(int number) throws IOException {
        String content = "{\"schemaVersion\":2,\"layers\":[{\"digest\":\"" + layer + "\"}],\"annotations\":{\"n\":\""
                + number + "\"}}";
        manifest(PROD, content);
        return digest(content);
    }

    private WriteOnceContent content(int mostManifests) {
        return new WriteOnceContent(
                new ManifestStore(storage, links, MemoryBudget.ofHeap(), new ComputePool()),
                new RepositoryTags(storage, links),
                () -> RULES,
                mostManifests);
    }
}
