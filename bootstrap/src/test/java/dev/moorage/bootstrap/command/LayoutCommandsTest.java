package dev.moorage.bootstrap.command;

import static dev.moorage.bootstrap.command.TestLayout.IMAGE;
import static dev.moorage.bootstrap.command.TestLayout.INDEX;
import static dev.moorage.bootstrap.command.TestLayout.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code moorage import} and {@code moorage export} over folders and tar archives. */
class LayoutCommandsTest {
    @TempDir
    private Path folder;

    private TestLayout layout;

    @BeforeEach
    void start() throws IOException {
        layout = new TestLayout(folder.resolve("in"));
        configure("first", "");
        configure("second", "");
    }

    private void configure(String root, String more) throws IOException {
        Files.createDirectories(folder.resolve(root));
        Files.writeString(
                folder.resolve(root + ".yml"),
                "version: 0.1\nlog: {level: error}\nhttp: {secret: 0123456789abcdef}\nstorage:\n  filesystem: {rootdirectory: "
                        + folder.resolve(root) + "}\n" + more);
    }

    private String run(int status, String command, String root, String... arguments) {
        String[] all = Stream.concat(
                        Stream.of(command, folder.resolve(root + ".yml").toString()), Stream.of(arguments))
                .toArray(String[]::new);
        StringWriter said = new StringWriter();
        int ended = MoorageCommand.commandLine(Map.of())
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(all);
        assertThat(ended).as(said.toString()).isEqualTo(status);
        return said.toString();
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                files.put(root.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }

    @Test
    void anExportOfAnImportHasTheSameBlobsAndNames() throws IOException {
        Digest image = layout.image("one");
        layout.add(IMAGE, image, named("v1"));
        layout.add(IMAGE, layout.referrer(image, "application/test"), "");
        assertThat(run(0, "import", "first", "--to", "app", in("in")))
                .contains("imported app:v1@" + image, "Imported: 2, failed: 0; blobs stored: 4");
        run(0, "verify", "first");
        assertThat(run(0, "export", "first", "-o", in("out"), "app"))
                .contains("Images: 1; manifests: 2, other blobs: 4");
        Map<String, String> in = files(folder.resolve("in"));
        Map<String, String> out = files(folder.resolve("out"));
        assertThat(out.remove("index.json"))
                .contains(
                        named("v1"),
                        "\"io.containerd.image.name\":\"app:v1\"",
                        "\"artifactType\":\"application/test\"");
        assertThat(out.remove("manifest.json")).contains("\"RepoTags\":[\"app:v1\"]", "\"Config\":\"blobs/sha256/");
        in.remove("index.json");
        assertThat(out).isEqualTo(in);
    }

    @Test
    void aTarArchiveHasTheSameBytesEachTimeAndIsImportedWithTheNamesOfItsRepositories() throws IOException {
        Digest index = layout.index(layout.image("amd"), layout.image("arm"));
        layout.add(INDEX, index, named("docker.io/library/app:v1"));
        layout.add(IMAGE, layout.image("two"), named("team/other:v2"));
        run(0, "import", "first", in("in"));
        String said = run(0, "export", "first", "-o", in("a.tar"), "library/app:v*", "team/other:v2");
        run(0, "export", "first", "-o", in("b.tar"), "team/other", "library/app");
        assertThat(folder.resolve("b.tar")).hasSameBinaryContentAs(folder.resolve("a.tar"));
        assertThat(said).contains("Digest of the archive: sha256:");
        assertThat(run(0, "import", "second", "--to-prefix", "mirror", in("a.tar")))
                .contains("imported mirror/library/app:v1@" + index, "mirror/team/other:v2@");
        assertThat(run(0, "import", "second", "--to-prefix", "mirror", in("a.tar")))
                .contains("blobs stored: 0");
        run(0, "verify", "second");
    }

    @Test
    void blobsThatTheOtherSideHasAreLeftOutAndFoundInItsStorage() throws IOException {
        Digest blob = layout.blob("one");
        layout.add(IMAGE, layout.image("one"), named("v1"));
        run(0, "import", "first", "--to", "app", in("in"));
        run(0, "import", "second", "--to", "base", in("in"));
        Path have = Files.writeString(folder.resolve("have.txt"), blob + "\n");
        run(0, "export", "first", "-o", in("less"), "--have", have.toString(), "app");
        assertThat(folder.resolve("less/blobs/sha256/" + blob.hex())).doesNotExist();
        assertThat(run(0, "import", "second", "--to", "app", in("less"))).contains("imported app:v1@");
        Files.writeString(have, "no digest\n");
        assertThat(run(2, "export", "first", "-o", in("none"), "--have", have.toString(), "app"))
                .contains("no digest is not a digest");
    }

    @Test
    void onePlatformIsExportedInThePlaceOfItsIndex() throws IOException {
        Digest arm = layout.image("arm");
        layout.add(INDEX, layout.index(layout.image("amd"), arm), named("v1"));
        run(0, "import", "first", "--to", "app", in("in"));
        run(0, "export", "first", "-o", in("arm.tar"), "--platform", "linux/arm64", "app:v1");
        assertThat(run(0, "import", "second", in("arm.tar"))).contains("imported app:v1@" + arm, "blobs stored: 2");
        assertThat(run(1, "export", "first", "-o", in("none.tar"), "--platform", "linux/riscv64", "app:v1"))
                .contains("has 0 images for linux/riscv64");
        assertThat(folder.resolve("none.tar")).doesNotExist();
        assertThat(folder.resolve("none.tar.part")).doesNotExist();
    }

    @Test
    void anImageThatLacksABlobIsNotTaggedAndOthersAre() throws IOException {
        layout.add(IMAGE, layout.image("whole"), named("whole"));
        layout.add(INDEX, layout.index(layout.image("whole"), layout.image("lacking")), named("lacking"));
        Digest gone = layout.blob("lacking");
        Files.delete(layout.file(gone));
        assertThat(run(1, "import", "first", "--to", "app", in("in")))
                .contains("imported app:whole@", "failed lacking: neither the archive nor the registry has " + gone);
        assertThat(run(1, "export", "first", "-o", in("out"), "app:lacking")).contains("there is no app:lacking");
        layout.blob("lacking");
        assertThat(run(0, "import", "first", "--to", "app", in("in"))).contains("imported app:lacking@", "stored: 1 ");
    }

    @Test
    void aBlobThatTheArchiveLacksComesFromAnotherRepository() throws IOException {
        layout.add(IMAGE, layout.image("one"), named("v1"));
        run(0, "import", "first", "--to", "app", in("in"));
        Files.delete(layout.file(layout.blob("one")));
        assertThat(run(0, "import", "first", "--to", "other", in("in"))).contains("imported other:v1@", "stored: 1 ");
    }

    @Test
    void otherBytesUnderADigestAreRefused() throws IOException {
        layout.add(IMAGE, layout.image("one"), named("v1"));
        Files.writeString(layout.file(layout.blob("one")), "two");
        assertThat(run(1, "import", "first", "--to", "app", in("in")))
                .contains("failed v1: the archive has other bytes under " + layout.blob("one"));
    }

    @Test
    void aDamagedBlobEndsTheExport() throws IOException {
        layout.add(IMAGE, layout.image("one"), named("v1"));
        run(0, "import", "first", "--to", "app", in("in"));
        Digest blob = layout.blob("one");
        Files.writeString(
                folder.resolve("first/docker/registry/v2/blobs/sha256/"
                        + blob.hex().substring(0, 2) + "/" + blob.hex() + "/data"),
                "eno");
        assertThat(run(1, "export", "first", "-o", in("out"), "app")).contains(blob + " is damaged");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aDryRunStoresNothing() throws IOException {
        layout.add(IMAGE, layout.image("one"), named("v1"));
        assertThat(run(0, "import", "first", "--dry-run", "--to", "app", in("in")))
                .contains("would import app:v1@");
        assertThat(run(1, "export", "first", "-o", in("out"), "app")).contains("there is no repository app");
    }

    @Test
    void aWriteOnceTagStaysAndTheImageIsListed() throws IOException {
        layout.add(IMAGE, layout.image("one"), named("v1"));
        configure("first", "  immutabletags: [{repositories: [\"app\"]}]\n");
        run(0, "import", "first", "--to", "app", in("in"));
        TestLayout other = new TestLayout(folder.resolve("other"));
        other.add(IMAGE, other.image("two"), named("v1"));
        assertThat(run(1, "import", "first", "--to", "app", in("other")))
                .contains("failed v1: the tag names another manifest");
    }

    @Test
    void anImageWithoutANameTakesTheTagOfTheCommand() throws IOException {
        Digest image = layout.image("one");
        layout.add(IMAGE, image, "");
        assertThat(run(0, "import", "first", "--to", "app:v7", in("in"))).contains("imported app:v7@" + image);
        layout.add(IMAGE, layout.image("two"), "");
        assertThat(run(1, "import", "first", "--to", "app:v7", in("in"))).contains("the archive has 2 images");
        assertThat(run(1, "import", "second", in("in"))).contains("it has no name", "Imported: 0, failed: 2");
    }

    @Test
    void referrersOfATagOfReferrersAreStoredWithoutTheTag() throws IOException {
        Digest image = layout.image("one");
        Digest signature = layout.referrer(image, "application/test");
        layout.add(IMAGE, image, named("v1"));
        layout.add(INDEX, layout.index(signature, signature), named("sha256-" + image.hex()));
        assertThat(run(0, "import", "first", "--to", "app", in("in")))
                .contains("imported app@" + signature, "Imported: 2, failed: 0");
        assertThat(run(0, "export", "first", "-o", in("out"), "app")).contains("Images: 1; manifests: 2");
    }

    @Test
    void referrersAreFoundUnderATagToo() throws IOException {
        Digest image = layout.image("one");
        Digest signature = layout.referrer(image, "application/test");
        layout.add(IMAGE, image, named("v1"));
        layout.add(IMAGE, signature, "");
        run(0, "import", "first", "--to", "app", in("in"));
        run(0, "import", "first", "--to", "other", in("in"));
        run(0, "export", "first", "-o", in("plain"), "app");
        run(0, "export", "first", "--referrers-tags", "-o", in("out"), "app");
        String index = Files.readString(folder.resolve("out/index.json"));
        assertThat(index).contains(named("sha256-" + image.hex()));
        Map<String, String> more = files(folder.resolve("out"));
        more.keySet().removeAll(files(folder.resolve("plain")).keySet());
        assertThat(more.values()).hasSize(1).first().asString().contains(signature.toString(), "\"by\":\"test\"");
        String digest = more.keySet().iterator().next().replace("blobs/sha256/", "sha256:");
        assertThat(index).contains(digest);
        run(0, "export", "first", "--referrers-tags", "-o", in("both.tar"), "app", "other");
        assertThat(run(0, "import", "second", in("both.tar")))
                .contains("imported app:v1@", "imported other@" + signature);
        run(0, "export", "second", "-o", in("again"), "app");
        assertThat(files(folder.resolve("again"))).isEqualTo(files(folder.resolve("plain")));
    }

    @Test
    void contentOfUnknownTypesIsLeft() throws IOException {
        layout.add("application/x-unknown", layout.blob("anything"), named("x"));
        layout.add(IMAGE, layout.image("one"), named("v1"));
        assertThat(run(0, "import", "first", "--to", "app", in("in"))).contains("Imported: 1, failed: 0");
    }

    @Test
    void anArchiveThatIsNoLayoutIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertThat(run(1, "import", "first", in("empty"))).contains("error: the archive has no oci-layout");
        assertThat(run(1, "import", "first", in("absent"))).startsWith("error: there is no ");
        assertThat(run(1, "export", "first", "-o", in("empty"), "app")).contains("exists already");
    }

    @Test
    void anArchiveOfDockerSaveIsImportedWithTheTagsThatItNames() throws IOException {
        Path docker = Files.createDirectories(folder.resolve("docker/0123"));
        Files.writeString(docker.resolve("layer.tar"), "layer");
        Files.writeString(docker.resolveSibling("config.json"), "{\"os\":\"linux\"}");
        Files.writeString(
                docker.resolveSibling("manifest.json"),
                "[{\"Config\":\"config.json\",\"RepoTags\":[\"team/app:v1\",\"example.com:5000/b:v2\"],"
                        + "\"Layers\":[\"0123/layer.tar\",\"0123/layer.tar\"]}]");
        assertThat(run(0, "import", "first", in("docker")))
                .contains("imported team/app:v1@", "imported b:v2@", "Imported: 2, failed: 0; blobs stored: 4");
        run(0, "verify", "first");
        run(0, "export", "first", "-o", in("out"), "team/app");
        assertThat(folder.resolve("out/blobs/sha256/" + layout.blob("layer").hex()))
                .hasContent("layer");
        Files.delete(docker.resolve("layer.tar"));
        assertThat(run(1, "import", "first", in("docker"))).contains("that manifest.json names: 0123/layer.tar");
    }
}
