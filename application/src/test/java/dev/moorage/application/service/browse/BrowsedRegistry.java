package dev.moorage.application.service.browse;

import dev.moorage.application.cache.UseCaseStack;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.browse.BrowseUseCases;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.DescribeStorageService;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.repository.RepositoryServices;
import dev.moorage.application.service.repository.SealedPositions;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A registry in memory, whose content is written below the use cases that would refuse it. */
final class BrowsedRegistry {
    static final RepositoryName REPOSITORY = RepositoryName.parse("team/app");
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

    final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());
    Instant now = Instant.parse("2027-01-01T00:00:00Z");
    final AtomicLong nanoTime = new AtomicLong();
    final BrowseUseCases browse;
    private final Links links = new Links(driver);

    BrowsedRegistry() {
        Docket docket = Docket.of(driver, InstantSource.system());
        MemoryBudget memory = MemoryBudget.ofHeap();
        UseCaseStack clients = new UseCaseStack(
                UploadServices.over(
                        driver,
                        docket,
                        new TokenSecrets(List.of(new byte[32])),
                        PortableHashing.detect(),
                        () -> new UploadId(UUID.randomUUID()),
                        InstantSource.system()),
                BlobServices.over(driver, docket, true),
                ManifestServices.over(driver, docket, ManifestPolicy.COMPLETE, memory),
                RepositoryServices.over(driver, 100, new SealedPositions(List.of(new byte[32]))));
        browse = BrowseServices.over(
                clients,
                driver,
                memory,
                new DescribeStorageService(driver, false, true),
                Duration.ofDays(7),
                () -> now,
                nanoTime::get);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Digest blob(String content) throws IOException {
        Digest digest = stored(bytes(content));
        links.write(RegistryKeys.layerLink(REPOSITORY, digest), digest);
        return digest;
    }

    /** Stores bytes that the repository does not have. */
    Digest stored(byte[] content) throws IOException {
        Digest digest = Digest.of(DigestAlgorithm.SHA256, content);
        driver.put(RegistryKeys.blob(digest), content, WriteCondition.ANY, Durability.POWER_LOSS);
        return digest;
    }

    Digest manifest(String content) throws IOException {
        Digest digest = stored(bytes(content));
        links.write(RegistryKeys.revisionLink(REPOSITORY, digest), digest);
        return digest;
    }

    void tag(String tag, Digest digest) throws IOException {
        links.write(RegistryKeys.tagLink(REPOSITORY, new Tag(tag)), digest);
    }

    /** Stores an image whose config is this JSON. Its layer has a size of 1000, and the config one of 10. */
    Digest image(String config) throws IOException {
        return imageOf(blob(config), "");
    }

    /** @param more further members of the manifest, each with a comma before it */
    Digest imageOf(Digest config, String more) throws IOException {
        return manifest("""
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":10},
                "layers":[{"mediaType":"l","digest":"sha256:%s","size":1000}]%s}""".formatted(IMAGE, CONFIG, config, "1".repeat(64), more));
    }

    Digest index(String... manifests) throws IOException {
        return manifest("""
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s]}""".formatted(String.join(",", manifests)));
    }

    static String entry(Digest digest, String more) {
        return """
                {"mediaType":"%s","digest":"%s","size":1%s}""".formatted(IMAGE, digest, more);
    }

    static String platform(String os, String architecture) {
        return """
                ,"platform":{"os":"%s","architecture":"%s"}""".formatted(os, architecture);
    }
}
