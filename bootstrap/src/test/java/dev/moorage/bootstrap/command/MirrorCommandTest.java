package dev.moorage.bootstrap.command;

import static dev.moorage.bootstrap.command.TestLayout.IMAGE;
import static dev.moorage.bootstrap.command.TestLayout.INDEX;
import static dev.moorage.bootstrap.command.TestLayout.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.wiring.Loopback;
import dev.moorage.bootstrap.wiring.Registry;
import dev.moorage.domain.digest.Digest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code moorage mirror} from a registry over sockets, and {@code moorage inventory}. */
class MirrorCommandTest {
    @TempDir
    private Path folder;

    private TestLayout layout;
    private Registry source;

    @BeforeEach
    void start() throws Exception {
        layout = new TestLayout(folder.resolve("layout"));
        configure("source", "");
        configure("here", "  immutabletags: [{repositories: [fixed]}]\n");
        source = Registry.start(Loopback.over(folder.resolve("source"), Map.of()));
    }

    @AfterEach
    void stop() throws IOException {
        source.close();
    }

    private void configure(String root, String more) throws IOException {
        Files.createDirectories(folder.resolve(root));
        Files.writeString(
                folder.resolve(root + ".yml"),
                "version: 0.1\nlog: {level: error}\nhttp: {secret: 0123456789abcdef}\nstorage:\n  filesystem: {rootdirectory: "
                        + folder.resolve(root) + "}\n" + more);
    }

    private String run(int status, String command, String root, String... arguments) {
        StringWriter said = new StringWriter();
        int ended = MoorageCommand.commandLine(Map.of())
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(Stream.concat(
                                Stream.of(command, folder.resolve(root + ".yml").toString()), Stream.of(arguments))
                        .toArray(String[]::new));
        assertThat(ended).as(said.toString()).isEqualTo(status);
        return said.toString();
    }

    private void push(String... to) {
        run(0, "import", "source", "--to", to[0], folder.resolve("layout").toString());
    }

    private String file(String sync) throws IOException {
        String address = "127.0.0.1:" + source.port();
        return Files.writeString(
                        folder.resolve("regsync.yml"),
                        "version: 1\ncreds: [{registry: \"" + address + "\", tls: disabled}]\nsync:\n"
                                + sync.replace("SOURCE", address))
                .toString();
    }

    @Test
    void imagesAndTheirSignaturesAreCopiedOnce() throws Exception {
        Digest index = layout.index(layout.image("one"), layout.image("two"));
        Digest signature = layout.referrer(index, "application/test");
        layout.add(INDEX, index, named("v1"));
        layout.add(IMAGE, signature, "");
        layout.add(IMAGE, layout.image("three"), named("v2"));
        push("team/app");
        String file = file("  - {source: SOURCE/team/app, target: mirror/app, type: repository, referrers: true}\n");
        assertThat(run(0, "mirror", "here", file))
                .contains(
                        "copied mirror/app:v1@" + index,
                        "copied mirror/app:v2@",
                        "team/app: copied: 2, unchanged: 0, failed: 0; manifests stored: 5, blobs: 8 ");
        run(0, "verify", "here");
        assertThat(run(0, "mirror", "here", "--once", file))
                .contains("copied: 0, unchanged: 2, failed: 0; manifests stored: 0, blobs: 0 ");
        assertThat(run(0, "export", "here", "-o", folder.resolve("out").toString(), "mirror/app:v1"))
                .contains("Images: 1; manifests: 4");
        assertThat(Files.readString(folder.resolve("out/index.json"))).contains(signature.toString());
    }

    @Test
    void anImageThatCannotBeCopiedIsReportedAndAWriteOnceTagStays() throws Exception {
        layout.add(IMAGE, layout.image("one"), named("v1"));
        push("team/app");
        String file = file("""
                  - {source: "SOURCE/team/app:none", target: fixed, type: image}
                  - {source: "SOURCE/team/app:v1", target: "fixed:v1", type: image}
                """);
        assertThat(run(1, "mirror", "here", file))
                .contains("failed team/app:none: the source does not have it", "copied fixed:v1@");
        layout.add(IMAGE, layout.image("two"), named("v2"));
        push("team/app");
        assertThat(run(1, "mirror", "here", file("""
                  - {source: "SOURCE/team/app:v2", target: "fixed:v1", type: image}
                """)))
                .contains("failed team/app:v2: ", "copied: 0, unchanged: 0, failed: 1");
    }

    @Test
    void aFileThatCannotBeReadIsAnErrorBeforeAnythingIsAsked() throws Exception {
        assertThat(run(2, "mirror", "here", file("  - {source: a, target: b, type: repository, backup: c}\n")))
                .contains("regsync.yml: line 4: sync[0].backup: is a key of regsync");
        assertThat(run(2, "mirror", "here", "--daemon", file("  - {source: a, target: b, type: repository}\n")))
                .contains("sync[0].source: a has no interval, which --daemon needs");
        assertThat(run(2, "mirror", "here", "--daemon", "--once", "x")).contains("mutually exclusive");
    }

    @Test
    void theInventoryNamesTheBlobsThatAnExportLeavesOut() throws Exception {
        layout.add(IMAGE, layout.image("one"), named("v1"));
        push("team/app");
        run(0, "import", "here", "--to", "base", folder.resolve("layout").toString());
        String list = run(0, "inventory", "here");
        assertThat(list.lines())
                .containsExactlyElementsOf(
                        Stream.of(layout.blob("one"), layout.blob("{\"os\":\"linux\",\"of\":\"one\"}"))
                                .map(Digest::toString)
                                .sorted()
                                .toList());
        Path have = Files.writeString(folder.resolve("have.txt"), list);
        layout.add(IMAGE, layout.image("two"), named("v2"));
        push("team/app");
        String out = folder.resolve("out").toString();
        assertThat(run(0, "export", "source", "--have", have.toString(), "-o", out, "team/app"))
                .contains("other blobs: 2", "that are left out: 2.");
        assertThat(run(0, "import", "here", "--to", "app", out)).contains("imported app:v1@", "imported app:v2@");
        run(0, "verify", "here");
    }
}
