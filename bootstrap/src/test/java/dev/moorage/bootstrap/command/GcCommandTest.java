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
        String hex = digest("linked").hex();
        write("repositories/a/_layers/sha256/" + hex + "/link", "sha256:" + hex);
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
}
