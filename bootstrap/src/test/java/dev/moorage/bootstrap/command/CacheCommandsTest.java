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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code moorage cache} and {@code moorage prefetch} over a folder. */
class CacheCommandsTest {
    private static final String UPSTREAM = "{upstreams: {hub: {remoteurl: 'http://127.0.0.1:1', prefix: hub}}}";
    private static final String MANIFEST = "{\"schemaVersion\":2,\"layers\":[]}";

    @TempDir
    private Path folder;

    private static Digest digest(String text) {
        return Digest.of(DigestAlgorithm.SHA256, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve("root/docker/registry/v2").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private Path tag() throws IOException {
        Digest digest = digest(MANIFEST);
        write("blobs/sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex() + "/data", MANIFEST);
        write("repositories/hub/app/_manifests/revisions/sha256/" + digest.hex() + "/link", digest.toString());
        return write("repositories/hub/app/_manifests/tags/v1/current/link", digest.toString());
    }

    private String run(int status, String... command) {
        return run(status, Map.of("REGISTRY_PROXY", UPSTREAM), command);
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

    private Path configuration() throws IOException {
        return Files.writeString(folder.resolve("config.yml"), "version: 0.1\n");
    }

    @Test
    void whatIsKeptIsListedPinnedAndForgotten() throws IOException {
        Path tag = tag();
        String file = configuration().toString();
        assertThat(run(0, "cache", "ls", file)).startsWith("hub/app:v1 is " + digest(MANIFEST) + ", 0 B, fetched ");
        assertThat(run(0, "cache", "pin", file, "hub/app:v*", "hub/other")).contains("pinned hub/app:v*");
        assertThat(run(0, "cache", "pin", file, "hub/app:v*")).contains("is pinned already: hub/app:v*");
        assertThat(run(0, "cache", "ls", "--pins", file)).isEqualTo("hub/app:v*\nhub/other\n");
        assertThat(run(0, "cache", "ls", file, "hub/app")).contains(", pinned");
        assertThat(run(1, "cache", "forget", file, "hub/app:v1")).contains("is pinned");
        assertThat(run(0, "cache", "unpin", file, "hub/app:v*")).contains("unpinned hub/app:v*");
        assertThat(run(1, "cache", "unpin", file, "hub/app:v*")).contains("there is no pin");
        assertThat(tag).exists();
        assertThat(run(0, "cache", "forget", file, "hub/app:v1")).contains("forgot hub/app:v1: tags: 1, manifests: 1");
        assertThat(tag).doesNotExist();
        assertThat(run(1, "cache", "forget", file, "hub/app:v1")).contains("nothing of its own is kept");
        assertThat(run(0, "cache", "ls", file)).isEmpty();
    }

    @Test
    void wrongArgumentsAreRefused() throws IOException {
        String file = configuration().toString();
        assertThat(run(2, "cache", "pin", file, "hub/app:a b")).contains("hub/app:a b has a character");
        assertThat(run(2, "cache", "forget", file, "hub/app@sha256:1")).contains("is not a digest");
        assertThat(run(2, "cache")).contains("A command is missing");
        assertThat(run(2, "prefetch", file, "hub/app")).contains("has no tag and no digest");
        assertThat(run(2, "prefetch", file, "hub/app:v1", "--platform", "linux"))
                .contains("linux/amd64");
        assertThat(run(2, Map.of(), "prefetch", file, "hub/app:v1")).contains("proxy: names no registry");
    }

    @Test
    void anImageThatCannotBeFetchedIsNamed() throws IOException {
        assertThat(run(1, "prefetch", configuration().toString(), "hub/app:v1", "own/app:v1"))
                .contains("failed hub/app:v1: the upstream fails")
                .contains("failed own/app:v1: its content comes from no upstream");
    }
}
