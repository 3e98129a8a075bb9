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
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code moorage gc} over a folder. */
class GcCommandTest {
    @TempDir
    private Path folder;

    private Path blob(String text, String written) throws IOException {
        String hex = digest(text).hex();
        Path data = write("blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data", text);
        Files.setLastModifiedTime(data, FileTime.from(Instant.parse(written)));
        return data;
    }

    private static Digest digest(String text) {
        return Digest.of(DigestAlgorithm.SHA256, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve("root/docker/registry/v2").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private String run(int status, String... command) {
        return run(status, Map.of(), command);
    }

    private String run(int status, Map<String, String> more, String... command) {
        StringWriter said = new StringWriter();
        Map<String, String> variables = new HashMap<>(more);
        variables.put("REGISTRY_LOG_LEVEL", "error");
        variables.put(
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                folder.resolve("root").toString());
        int ended = MoorageCommand.commandLine(variables)
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(command);
        assertThat(ended).as(said.toString()).isEqualTo(status);
        return said.toString();
    }

    @Test
    void oldBytesThatNoRepositoryHasGoAndTheRestStays() throws IOException {
        Path garbage = blob("garbage", "2020-01-01T00:00:00Z");
        Path linked = blob("linked", "2020-01-01T00:00:00Z");
        Path young = blob("young", "2999-01-01T00:00:00Z");
        link("linked");
        String line = digest("garbage") + ": 7 B, written 2020-01-01T00:00:00Z";
        assertThat(run(0, "gc", "--dry-run")).contains("would remove " + line, "Garbage: 1 (7 B), removed: 0");
        assertThat(garbage).exists();
        assertThat(run(0, "gc", "--dry-run", "--json"))
                .contains("{\"type\":\"garbage\",\"digest\":\"" + digest("garbage") + "\",\"bytes\":7,")
                .contains("\"removed\":false}", "\"garbage\":1,\"garbageBytes\":7,\"removed\":0,");
        assertThat(run(0, "gc")).contains("removed " + line, "removed: 1 (7 B), spared: 0, too young: 1.");
        assertThat(garbage).doesNotExist();
        assertThat(linked).exists();
        assertThat(young).exists();
        assertThat(run(0, "gc")).contains("Garbage: 0 (0 B)");
        assertThat(run(0, "verify")).contains("Nothing is wrong.");
    }

    @Test
    void whatCannotBeUnderstoodIsNamedAndNothingGoes() throws IOException {
        Path garbage = blob("garbage", "2020-01-01T00:00:00Z");
        write("repositories/a/_layers/sha512/" + "7".repeat(128) + "/link", "");
        assertThat(run(1, "gc")).contains("problem docker/registry/v2/repositories/a/_layers/sha512/77", "Problems: 1");
        assertThat(garbage).exists();
    }

    @Test
    void theConfigurationHasTheDefaultsOfTheOptions() throws IOException {
        Path garbage = blob("garbage", "2020-01-01T00:00:00Z");
        Map<String, String> old = Map.of("REGISTRY_STORAGE_GC_GRACE", "876000h");
        assertThat(run(0, old, "gc")).contains("removed: 0 (0 B), spared: 0, too young: 1.");
        Map<String, String> dry = Map.of("REGISTRY_STORAGE_GC_DRYRUN", "true");
        assertThat(run(0, dry, "gc")).contains("would remove ", "removed: 0");
        assertThat(garbage).exists();
        Map<String, String> both = Map.of("REGISTRY_STORAGE_GC_GRACE", "876000h", "REGISTRY_STORAGE_GC_DRYRUN", "true");
        assertThat(run(0, both, "gc", "--grace", "24h", "--no-dry-run", "--requests-per-second", "1000"))
                .contains("removed: 1 (7 B)");
        assertThat(garbage).doesNotExist();
    }

    private Path link(String text) throws IOException {
        String hex = digest(text).hex();
        return write("repositories/a/_layers/sha256/" + hex + "/link", "sha256:" + hex);
    }

    private static void age(Path... files) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        }
    }

    @Test
    void aLinkThatNothingNeedsGoesToTheTrashAndCanBePutBack() throws IOException {
        blob("needless", "2020-01-01T00:00:00Z");
        Path link = link("needless");
        age(link);
        Digest digest = digest("needless");
        assertThat(run(0, "gc", "--dry-run")).contains("would move the link of a to " + digest + " to the trash");
        assertThat(link).exists();
        assertThat(run(0, Map.of("REGISTRY_STORAGE_GC_LINKS", "false"), "gc")).doesNotContain("to the trash");
        assertThat(run(0, "gc", "--json"))
                .contains("{\"type\":\"link\",\"repository\":\"a\",\"digest\":\"" + digest + "\",\"removed\":true}")
                .contains("\"removedLinks\":1,", "\"garbage\":0,");
        assertThat(link).doesNotExist();
        assertThat(run(0, "trash", "list"))
                .contains("blob a@" + digest + ", removed by a collection")
                .isEqualTo(run(0, "trash", "list", config(), "a"));
        assertThat(run(0, "trash", "list", config(), "a/b")).isEmpty();
        assertThat(run(0, "trash", "restore", config(), "a@" + digest)).contains("restored blob a@" + digest);
        assertThat(link).hasContent(digest.toString());
        assertThat(run(0, "trash", "restore", config(), "a")).contains("is there already: blob a@" + digest);
        assertThat(run(1, "trash", "restore", config(), "a:t")).contains("the trash has nothing of a:t");
        assertThat(run(2, "trash", "restore", config(), "a:!")).contains("! is not a tag");
        assertThat(run(2, "trash", "restore", config(), "a@1")).contains("1 is not a digest");
        assertThat(run(2, "trash", "restore", config(), "A")).contains("A is not the name of a repository");
        assertThat(run(2, "trash", "restore", config())).contains("Missing required parameter");
        assertThat(run(2, "trash")).contains("list or restore is missing");
    }

    @Test
    void whatTheTrashHasLostCannotBePutBackAndAnOldTrashIsEmptied() throws IOException {
        Path data = blob("needless", "2020-01-01T00:00:00Z");
        age(link("needless"));
        run(0, "gc");
        Path record;
        try (var files = Files.walk(folder.resolve("root/.moorage/registry/trash"))) {
            record = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.delete(data);
        assertThat(run(1, "trash", "restore", config(), "a")).contains("failed blob a@", "neither in the repository");
        age(record);
        assertThat(run(0, "gc", "--trash", "1000000h")).doesNotContain("expired");
        assertThat(run(0, "gc")).contains("Records of the trash that have expired: 1.");
        assertThat(run(0, "trash", "list")).isEmpty();
    }

    @Test
    void aRepositoryWithAManifestThatCannotBeReadIsNamed() throws IOException {
        blob("needless", "2020-01-01T00:00:00Z");
        age(link("needless"));
        String hex = digest("gone").hex();
        write("repositories/a/_manifests/revisions/sha256/" + hex + "/link", "sha256:" + hex);
        assertThat(run(0, "gc"))
                .contains("repository a stays as it is: docker/registry/v2/repositories/a/_manifests/revisions/sha256/")
                .contains("the manifest has no bytes", "repositories that are not understood: 1.");
    }

    private String config() throws IOException {
        return Files.writeString(
                        folder.resolve("config.yml"),
                        "version: 0.1\nstorage: {filesystem: {rootdirectory: '" + folder.resolve("root") + "'}}\n")
                .toString();
    }
}
