package dev.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import land.oras.ContainerRef;
import land.oras.LocalPath;
import land.oras.Manifest;
import land.oras.Registry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients from Maven Central against the package in its own process: Jib and ORAS. */
class ClientsIT {
    @TempDir
    private static Path folder;

    private static PackagedServer server;

    @BeforeAll
    static void start() throws IOException {
        server = PackagedServer.start(folder.resolve("root"), folder.resolve("log"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Path file(String name, int length) throws IOException {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void jibPushesAnImageAndBuildsAnotherOnTopOfIt() throws Exception {
        Containerizer base = containerizer("jib/base:one");
        JibContainer pushed = Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .addLayer(List.of(file("small", 10)), AbsoluteUnixPath.get("/a"))
                .addLayer(List.of(file("large", 12_000_000)), AbsoluteUnixPath.get("/b"))
                .containerize(base);
        JibContainer derived = Jib.from(RegistryImage.named(server.address() + "/jib/base:one"))
                .addLayer(List.of(file("more", 1000)), AbsoluteUnixPath.get("/c"))
                .setFormat(ImageFormat.Docker)
                .containerize(containerizer("jib/derived:two"));
        assertThat(pushed.getDigest()).isNotEqualTo(derived.getDigest());
        Path tar = folder.resolve("image.tar");
        Jib.from(RegistryImage.named(server.address() + "/jib/derived:two"))
                .containerize(Containerizer.to(TarImage.at(tar).named("pulled"))
                        .setAllowInsecureRegistries(true)
                        .setBaseImageLayersCache(folder.resolve("cache-of-the-puller"))
                        .setApplicationLayersCache(folder.resolve("cache-of-the-puller-2")));
        assertThat(Files.size(tar)).isGreaterThan(12_000_000);
    }

    private static Containerizer containerizer(String image) throws Exception {
        return Containerizer.to(RegistryImage.named(server.address() + "/" + image))
                .setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(folder.resolve("base-cache"))
                .setApplicationLayersCache(folder.resolve("application-cache"));
    }

    @Test
    void orasPushesAnArtifactAndPullsItByteForByte() throws IOException {
        Registry registry = Registry.builder().withInsecure(true).build();
        Path artifact = file("artifact.bin", 2_000_000);
        ContainerRef reference = ContainerRef.parse(server.address() + "/oras/artifact:one");
        Manifest pushed = registry.pushArtifact(reference, LocalPath.of(artifact, "application/x-thing"));
        assertThat(pushed.getLayers()).hasSize(1);
        Path pulled = Files.createDirectories(folder.resolve("pulled"));
        registry.pullArtifact(reference, pulled, true);
        assertThat(Files.readAllBytes(pulled.resolve("artifact.bin"))).isEqualTo(Files.readAllBytes(artifact));
        assertThat(registry.getTags(reference).tags()).containsExactly("one");
    }
}
