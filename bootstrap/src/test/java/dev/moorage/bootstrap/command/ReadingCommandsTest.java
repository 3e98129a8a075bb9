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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that only read, over a root of Distribution's: nothing in it changes, and nothing is made in it. */
class ReadingCommandsTest {
    private static final byte[] BLOB = {1, 2, 3};
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);
    private static final String UPLOAD = "repositories/a/_uploads/14e570a0-7e36-4ec6-b618-9e70df055510/";

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        write("blobs/sha256/" + DIGEST.hex().substring(0, 2) + "/" + DIGEST.hex() + "/data", BLOB);
        write(
                "repositories/a/_layers/sha256/" + DIGEST.hex() + "/link",
                DIGEST.toString().getBytes(StandardCharsets.US_ASCII));
        write(UPLOAD + "data", BLOB);
        write(UPLOAD + "startedat", "2020-01-01T00:00:00Z".getBytes(StandardCharsets.US_ASCII));
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve("root/docker/registry/v2").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private String run(int status, String... command) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "REGISTRY_LOG_LEVEL",
                "error",
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                folder.resolve("root").toString()));
        StringWriter said = new StringWriter();
        int ended = MoorageCommand.commandLine(variables)
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(command);
        assertThat(ended).as(said.toString()).isEqualTo(status);
        return said.toString();
    }

    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                tree.put(
                        folder.relativize(path).toString(),
                        attributes.fileKey() + " " + attributes.size() + " " + Files.getAttribute(path, "unix:ctime"));
            }
        }
        return tree;
    }

    @Test
    void nothingChanges() throws IOException {
        Map<String, String> before = tree();
        assertThat(run(0, "verify")).contains("Looked at links: 1, manifests: 0, blobs: 1", "Nothing is wrong.");
        assertThat(run(1, "gc", "--dry-run")).contains("CNCF Distribution pushes here", "Garbage: 0", "Problems: 1");
        assertThat(run(0, "purge", "--dry-run")).contains("would purge a 14e570a0", "would be purged: 1, kept: 0");
        assertThat(run(0, "reindex", "--dry-run")).contains("referrers missing: 0");
        run(0, "check-config");
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void whereThereIsNoRootNoneIsMade() {
        Path root = folder.resolve("root");
        for (List<String> command :
                List.of(List.of("verify"), List.of("purge", "--dry-run"), List.of("reindex", "--dry-run"))) {
            Path elsewhere = folder.resolve("elsewhere");
            assertThat(root.toFile().renameTo(elsewhere.toFile())).isTrue();
            assertThat(run(1, command.toArray(String[]::new)))
                    .startsWith("error: storage.filesystem: could not be opened: ")
                    .hasLineCount(1);
            assertThat(root).doesNotExist();
            assertThat(elsewhere.toFile().renameTo(root.toFile())).isTrue();
        }
    }

    @Test
    void aPurgeThatIsNoDryRunTakesTheUpload() throws IOException {
        assertThat(run(0, "purge")).contains("Uploads purged: 1");
        assertThat(folder.resolve("root/docker/registry/v2/" + UPLOAD)).doesNotExist();
    }
}
