package dev.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands of operators, on a root that the packaged server has filled. */
class MaintenanceIT extends PackageScenario {
    private static final byte[] BLOB = random(5, 2_000_000);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Digest CONFIG_DIGEST = Digest.of(DigestAlgorithm.SHA256, CONFIG);

    private Path blob(Digest digest) {
        return root().resolve("docker/registry/v2/blobs/sha256")
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex())
                .resolve("data");
    }

    private Map<String, String> environment() {
        return Map.of("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", root().toString());
    }

    private PackagedServer.Ended run(String... arguments) throws IOException, InterruptedException {
        return PackagedServer.run(environment(), arguments);
    }

    private int pushBlob(PackagedServer server, byte[] content) throws IOException, InterruptedException {
        Digest digest = Digest.of(DigestAlgorithm.SHA256, content);
        return send(server, "POST", "/v2/a/b/blobs/uploads/?digest=" + digest, content)
                .statusCode();
    }

    private void pushImage() throws IOException, InterruptedException {
        try (PackagedServer server = start()) {
            assertThat(pushBlob(server, BLOB)).isEqualTo(201);
            assertThat(pushBlob(server, CONFIG)).isEqualTo(201);
            String manifest = """
                    {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                    "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},
                    "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":2000000}]}
                    """.formatted(CONFIG_DIGEST, DIGEST);
            byte[] body = manifest.getBytes(StandardCharsets.UTF_8);
            assertThat(send(server, "PUT", "/v2/a/b/manifests/one", body).statusCode())
                    .isEqualTo(201);
            String upload = send(server, "POST", "/v2/a/b/blobs/uploads/", new byte[0])
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            assertThat(send(server, "PATCH", upload, CONFIG).statusCode()).isEqualTo(202);
            server.stop();
        }
    }

    @Test
    void aFlippedBitIsFoundAndMovedAsideAndHealedByTheNextPush() throws IOException, InterruptedException {
        pushImage();
        PackagedServer.Ended healthy = run("verify");
        assertThat(healthy.output()).isEqualTo("""
                        Looked at links: 5, manifests: 1, blobs: 3 (1.9 MiB).
                        Nothing is wrong.
                        """);
        assertThat(healthy.status()).isZero();
        assertThat(healthy.errors()).doesNotContain("\r", "error");
        byte[] rotten = BLOB.clone();
        rotten[1_000_000] ^= 1;
        Files.write(blob(DIGEST), rotten);
        PackagedServer.Ended damaged = run("verify");
        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.output())
                .contains("damaged docker/registry/v2/blobs/sha256/", "Problems: 1 (damaged: 1), repaired: 0.");
        assertThat(run("verify", "--repair").output()).contains("[quarantined]", "repaired: 1.");
        assertThat(blob(DIGEST)).doesNotExist();
        Digest actual = Digest.of(DigestAlgorithm.SHA256, rotten);
        assertThat(root().resolve(".moorage/registry/quarantine/sha256")
                        .resolve(DIGEST.hex())
                        .resolve(actual.hex()))
                .hasBinaryContent(rotten);
        try (PackagedServer server = start()) {
            assertThat(send(server, "HEAD", "/v2/a/b/blobs/" + DIGEST, new byte[0])
                            .statusCode())
                    .isEqualTo(404);
            assertThat(pushBlob(server, BLOB)).isEqualTo(201);
            assertThat(send(server, "GET", "/v2/a/b/blobs/" + DIGEST, new byte[0])
                            .body())
                    .isEqualTo(BLOB);
        }
        assertThat(run("verify").status()).isZero();
    }

    @Test
    void findingsAreLinesOfJson() throws IOException, InterruptedException {
        pushImage();
        Files.write(
                root().resolve("docker/registry/v2/repositories/a/b/_layers/sha256")
                        .resolve(DIGEST.hex())
                        .resolve("link"),
                new byte[0]);
        PackagedServer.Ended ended = run("verify", "--json", "--repair", "--parallel", "2");
        assertThat(ended.status()).isEqualTo(1);
        List<String> lines = ended.output().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .startsWith("{\"type\":\"finding\",\"kind\":\"unreadable-link\",\"problem\":true,\"key\":\"docker/")
                .endsWith("\"repository\":\"a/b\",\"detail\":\"names no digest\",\"repair\":\"relinked\"}");
        assertThat(lines.getLast()).startsWith("{\"type\":\"summary\",").contains("\"problems\":1,\"repaired\":1");
        assertThat(run("verify", "--json").status()).isZero();
    }

    @Test
    void aPurgeTakesTheUploadThatIsOldEnoughAndNamesItBefore() throws IOException, InterruptedException {
        pushImage();
        assertThat(run("purge").output()).isEqualTo("Uploads purged: 0, kept: 2, failed: 0.\n");
        PackagedServer.Ended dry = run("purge", "--older-than", "0s", "--dry-run");
        assertThat(dry.status()).isZero();
        assertThat(dry.output())
                .contains("would purge a/b ", ": unfinished, last touched 20", ": the record of one that ended 20")
                .endsWith("Uploads that would be purged: 2, kept: 0, failed: 0.\n");
        Map<String, String> dryByConfiguration = Map.of(
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", root().toString(),
                "REGISTRY_STORAGE_MAINTENANCE_UPLOADPURGING_DRYRUN", "true",
                "REGISTRY_STORAGE_MAINTENANCE_UPLOADPURGING_AGE", "0s");
        assertThat(PackagedServer.run(dryByConfiguration, "purge").output()).contains("would be purged: 2,");
        assertThat(PackagedServer.run(dryByConfiguration, "purge", "--no-dry-run")
                        .output())
                .contains("Uploads purged: 2, kept: 0, failed: 0.");
        try (Stream<Path> left = Files.walk(root())) {
            assertThat(left.filter(path -> path.toString().contains("_uploads")))
                    .isEmpty();
        }
        assertThat(run("verify").status()).isZero();
    }

    @Test
    void wrongArgumentsAndConfigurationsHaveAnotherStatusThanProblems() throws IOException, InterruptedException {
        assertThat(run("verify", "--parallel", "0").status()).isEqualTo(2);
        assertThat(run("verify", "--fix").status()).isEqualTo(2);
        assertThat(run("purge", "--older-than", "a week").status()).isEqualTo(2);
        assertThat(run("reindex", "--parallel", "many").status()).isEqualTo(2);
        assertThat(run("verify", folder.resolve("none.yml").toString()).status())
                .isEqualTo(2);
        Files.createDirectories(root());
        Path state = Files.writeString(folder.resolve("state"), "{\"version\":1,\"storage\":\"filesystem /other\"}");
        PackagedServer.Ended other = run("verify", "--resume", state.toString());
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.errors()).contains("is of another storage: filesystem /other");
        assertThat(run("reindex").status()).isZero();
    }

    @Test
    void aVerificationThatIsKilledGoesOnWhereItWas() throws IOException, InterruptedException {
        Random random = new Random(8);
        for (int i = 0; i < 6000; i++) {
            byte[] content = new byte[1000];
            random.nextBytes(content);
            Path file = blob(Digest.of(DigestAlgorithm.SHA256, content));
            content[500] ^= (byte) (i % 100 == 0 ? 1 : 0);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        }
        Path state = folder.resolve("state");
        String[] command = {"verify", "--json", "--parallel", "1", "--resume", state.toString()};
        int killed = 0;
        while (killed < 3) {
            Process process = PackagedServer.begin(environment(), command);
            String before = Files.exists(state) ? Files.readString(state) : "";
            while (process.isAlive()
                    && (!Files.exists(state) || Files.readString(state).equals(before))) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
            if (!Files.exists(state)) {
                break; // It was quicker, and is done.
            }
            killed++;
        }
        assertThat(killed).isPositive();
        PackagedServer.Ended ended = run(command);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("\"blobs\":6000,\"bytes\":6000000,", "\"problems\":60,");
        // Parts that were finished before the kill are not reported again.
        assertThat(ended.output().lines().count()).isLessThan(61);
        assertThat(state).doesNotExist();
    }
}
