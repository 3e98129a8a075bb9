package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code moorage retention explain}, and {@code moorage gc} with policies, over a folder. */
class RetentionExplainCommandTest {
    private static final Digest LAYER = Digest.of(DigestAlgorithm.SHA256, new byte[] {7});
    private static final String CONFIG = """
            version: 0.1
            log: {level: error}
            storage:
              filesystem: {rootdirectory: %s}
              retention:
                dryrun: %s
                policies:
                  - repositories: [team/**]
                    keep:
                      - tags: [v*]
                      - tags: ["*"]
                        pushedwithin: 720h
                    untagged: {keep: {pushedwithin: 168h}}
            """;

    @TempDir
    private Path folder;

    private Digest untagged = LAYER;

    private Path file(String name, String content, int daysAgo) throws IOException {
        Path file = folder.resolve("root/docker/registry/v2").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(daysAgo))));
        return file;
    }

    private Digest image(String repository, String tag, int size, int daysAgo) throws IOException {
        String json =
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"digest\":\""
                        + LAYER + "\",\"size\":" + size + "},\"layers\":[]}";
        Digest digest = Digest.of(DigestAlgorithm.SHA256, json.getBytes(StandardCharsets.UTF_8));
        file("blobs/sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex() + "/data", json, daysAgo);
        String manifests = "repositories/" + repository + "/_manifests/";
        file(manifests + "revisions/sha256/" + digest.hex() + "/link", digest.toString(), daysAgo);
        if (!tag.isEmpty()) {
            file(manifests + "tags/" + tag + "/index/sha256/" + digest.hex() + "/link", digest.toString(), daysAgo);
            file(manifests + "tags/" + tag + "/current/link", digest.toString(), daysAgo);
        }
        return digest;
    }

    private Path config(boolean dryRun) throws IOException {
        return Files.writeString(folder.resolve("config.yml"), CONFIG.formatted(folder.resolve("root"), dryRun));
    }

    private static String run(int status, String... command) {
        StringWriter said = new StringWriter();
        int ended = MoorageCommand.commandLine(Map.of())
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(command);
        assertThat(ended).as(said.toString()).isEqualTo(status);
        return said.toString();
    }

    @BeforeEach
    void fill() throws IOException {
        image("team/app", "v1", 1, 400);
        image("team/app", "dev", 1_000_000, 40);
        image("team/app", "new", 3, 3);
        untagged = image("team/app", "", 4, 9);
        image("other", "dev", 5, 400);
    }

    @Test
    void eachTagHasALineThatSaysWhy() throws IOException {
        assertThat(run(0, "retention", "explain", config(true).toString(), "team/app"))
                .isEqualTo("""
                        team/app:dev goes: no condition holds of rule 2, with manifests: 1 (referrers: 0), blobs: 0 (0 B)
                        team/app:new kept by team/** rule 2: pushed 3 days ago (30 days allowed)
                        team/app:v1 kept by team/** rule 1: always
                        team/app@%s goes: no condition holds of untagged, with manifests: 1 (referrers: 0), blobs: 0 (0 B)
                        Policy team/**: tags that stay: 2, tags that go: 1, with manifests: 2 (referrers: 0), blobs: 0 (0 B).
                        Everything stays, because of storage.retention.dryrun.
                        """.formatted(untagged));
    }

    @Test
    void oneTagOrManifestIsExplained() throws IOException {
        String config = config(true).toString();
        assertThat(run(0, "retention", "explain", config, "team/app:v1").lines())
                .hasSize(1);
        assertThat(run(0, "retention", "explain", config, "team/app@" + untagged))
                .startsWith("team/app@" + untagged + " goes:");
        assertThat(run(1, "retention", "explain", config, "team/app:gone")).contains("there is no team/app:gone");
        assertThat(run(2, "retention", "explain", config, "team/app:a/b")).contains("a/b is not a tag");
        assertThat(run(0, "retention", "explain", config, "other"))
                .isEqualTo("other: no policy is for it, and all tags stay\n");
    }

    @Test
    void linesOfJsonHaveTheSame() throws IOException {
        assertThat(run(
                        0,
                        "retention",
                        "explain",
                        "--json",
                        "--unshared",
                        config(false).toString(),
                        "team/app"))
                .contains(
                        "{\"type\":\"repository\",\"repository\":\"team/app\",\"policy\":\"team/**\",\"dryRun\":false}",
                        "\"tag\":\"dev\"",
                        "\"stays\":false,\"reason\":\"no_condition\",\"text\":\"goes: no condition holds of rule 2\","
                                + "\"manifests\":1,\"referrers\":0,\"blobs\":0,\"bytes\":0,\"unsharedBytes\":0}",
                        "\"stays\":true,\"reason\":\"pushed_within\"",
                        "\"type\":\"total\"");
    }

    @Test
    void aRepositoryThatIsNotUnderstoodIsExplainedByThat() throws IOException {
        file("repositories/team/app/_manifests/revisions/sha256/" + LAYER.hex() + "/link", "", 1);
        assertThat(run(1, "retention", "explain", config(true).toString(), "team/app"))
                .contains("team/app stays as it is: docker/registry/v2/repositories/team/app", "names no digest");
    }

    @Test
    void aCollectionReportsWhatADryRunKeepsAndMovesItToTheTrashWithoutOne() throws IOException {
        // A tag comes back only if its image is whole.
        file("blobs/sha256/" + LAYER.hex().substring(0, 2) + "/" + LAYER.hex() + "/data", "layer", 40);
        file("repositories/team/app/_layers/sha256/" + LAYER.hex() + "/link", LAYER.toString(), 40);
        String config = config(true).toString();
        String line = "move the tag team/app:dev to the trash: goes: no condition holds of rule 2, 976.6 KiB";
        assertThat(run(0, "gc", config))
                .contains(
                        "would " + line + " (storage.retention.dryrun)",
                        "Tags that no rule of retention keeps: 1 (at most 976.6 KiB). They stay");
        config(false);
        assertThat(run(0, "gc", "--dry-run", config)).contains("would " + line);
        assertThat(run(0, "gc", config))
                .contains("moved the tag team/app:dev", "Tags to the trash: 1 (at most 976.6 KiB).");
        assertThat(run(0, "trash", "list", config, "team/app")).contains("tag team/app:dev, which named");
        assertThat(run(0, "retention", "explain", config, "team/app")).doesNotContain("team/app:dev");
        assertThat(run(0, "trash", "restore", config, "team/app:dev")).contains("restored tag team/app:dev");
        assertThat(run(0, "gc", "--json", config)).contains("\"removedTags\":0");
    }
}
