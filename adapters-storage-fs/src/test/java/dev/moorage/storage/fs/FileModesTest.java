package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which users may read what the driver creates. */
class FileModesTest extends RecordedDisk {
    private static final String REPOSITORY = "docker/registry/v2/repositories/a";
    private static final ObjectKey BLOB = new ObjectKey("docker/registry/v2/blobs/sha256/ab/abcd/data");

    private StorageDriver open(FilesystemConfig config) throws IOException {
        return FilesystemStorageDriver.open(root, config.options(), DriverUnderTest.context(), forcing);
    }

    private static FilesystemConfig config(@Nullable String folders, @Nullable String files, boolean privateState) {
        return new FilesystemConfig("root", null, folders, files, privateState, null);
    }

    private void fill(FilesystemConfig config) throws IOException {
        try (StorageDriver driver = open(config);
                StagedObject open = staged(driver, REPOSITORY + "/_uploads/1");
                StagedObject done = staged(driver, REPOSITORY + "/_uploads/2")) {
            put(driver, REPOSITORY + "/_uploads/1/session", Durability.PROCESS_CRASH);
            put(driver, REPOSITORY + "/_layers/sha256/abcd/link", Durability.PROCESS_CRASH);
            put(driver, ".moorage/registry/clock", Durability.PROCESS_CRASH);
            done.publish(done.seal(), BLOB);
            assertThat(open.size()).isEqualTo(1000);
        }
    }

    private String mode(String path) throws IOException {
        return Integer.toOctalString((int) Files.getAttribute(root.resolve(path), "unix:mode") & 07777);
    }

    /** The mode that the umask of this process leaves. */
    private String plain(boolean folder) throws IOException {
        Path path = root.resolve("plain" + folder);
        String made = folder
                ? Files.createDirectory(path).getFileName().toString()
                : Files.write(path, new byte[1]).getFileName().toString();
        return mode(made);
    }

    @Test
    void byDefaultStateIsPrivateAndContentIsAsTheUmaskLeavesIt() throws IOException {
        fill(config(null, null, true));
        String folder = plain(true);
        String file = plain(false);
        for (String own :
                List.of(".moorage", ".moorage/registry", REPOSITORY + "/_uploads", REPOSITORY + "/_uploads/1")) {
            assertThat(mode(own)).as(own).isEqualTo("700");
        }
        for (String own : List.of(
                ".moorage/locks/keys",
                ".moorage/registry/clock",
                REPOSITORY + "/_uploads/1/fence",
                REPOSITORY + "/_uploads/1/session")) {
            assertThat(mode(own)).as(own).isEqualTo("600");
        }
        for (String content :
                List.of("docker", REPOSITORY, REPOSITORY + "/_layers/sha256", "docker/registry/v2/blobs")) {
            assertThat(mode(content)).as(content).isEqualTo(folder);
        }
        for (String content : List.of(REPOSITORY + "/_layers/sha256/abcd/link", BLOB.value())) {
            assertThat(mode(content)).as(content).isEqualTo(file);
        }
    }

    @Test
    void configuredModesAreThoseOfContentWhateverTheUmask() throws IOException {
        fill(config("02775", "664", true));
        assertThat(mode("docker/registry/v2/blobs/sha256/ab/abcd")).isEqualTo("2775");
        assertThat(mode(BLOB.value())).isEqualTo("664");
        assertThat(mode(REPOSITORY + "/_layers/sha256/abcd/link")).isEqualTo("664");
        assertThat(mode(REPOSITORY + "/_uploads")).isEqualTo("2700"); // The group is inherited and has no rights.
        assertThat(mode(REPOSITORY + "/_uploads/1/fence")).isEqualTo("600");
    }

    @Test
    void stateThatIsSharedHasTheModesOfContent() throws IOException {
        fill(config("0o770", "0660", false));
        for (String folder : List.of(".moorage", ".moorage/tmp", ".moorage/registry", REPOSITORY + "/_uploads/1")) {
            assertThat(mode(folder)).as(folder).isEqualTo("770");
        }
        for (String file :
                List.of(".moorage/locks/keys", ".moorage/registry/clock", REPOSITORY + "/_uploads/1/fence")) {
            assertThat(mode(file)).as(file).isEqualTo("660");
        }
        try (StorageDriver driver = open(config("0o770", "0660", false));
                StagedObject again = reopened(driver, new ObjectKey(REPOSITORY + "/_uploads/1"), 2)) {
            assertThat(again.size()).isEqualTo(1000); // Existing fences and locks keep their modes.
        }
    }

    @Test
    void theOwnFolderOfAnEarlierVersionIsClosedToOthers() throws IOException {
        Files.createDirectory(root.resolve(".moorage"));
        Files.setAttribute(root.resolve(".moorage"), "unix:mode", 0755);
        open().close();
        assertThat(mode(".moorage")).isEqualTo("700");
    }

    @Test
    void aModeThatIsNoneOrTakesWhatTheServerNeedsIsRefusedWithItsKey() {
        for (String mode : List.of("0", "493", "0x1ff", "0455", "rwx------", "04755", "123456")) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> config(mode, null, true))
                    .withMessageStartingWith("dirmode ");
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> config(null, mode, true))
                    .withMessageStartingWith("filemode ");
        }
    }

    @Test
    void anUploadThatIsLeftTakesThreeFilesInOneFolder() throws IOException {
        fill(config(null, null, true));
        try (Stream<Path> there = Files.list(root.resolve(REPOSITORY + "/_uploads/1"))) {
            assertThat(there.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("data", "fence", "session");
        }
    }

    @Test
    void aFenceThatIsALinkIsNotFollowed() throws IOException {
        try (StorageDriver driver = open()) {
            Path folder = Files.createDirectories(root.resolve("uploads/1"));
            Path elsewhere = root.resolve("elsewhere");
            Files.createSymbolicLink(folder.resolve("fence"), elsewhere);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> staged(driver, "uploads/1"));
            assertThat(elsewhere).doesNotExist();
            Files.write(elsewhere, new byte[] {7});
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> staged(driver, "uploads/1"));
            assertThat(elsewhere).hasBinaryContent(new byte[] {7});
        }
    }

    @Test
    void locksThatAreALinkAreNotFollowed() throws IOException {
        open().close();
        Path elsewhere = root.resolve("elsewhere");
        Files.delete(root.resolve(".moorage/locks/keys"));
        Files.createSymbolicLink(root.resolve(".moorage/locks/keys"), elsewhere);
        for (FilesystemConfig config : List.of(config(null, null, true), config(null, "660", false))) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> open(config));
            assertThat(elsewhere).doesNotExist();
        }
    }

    @Test
    void stagedBytesThatBecomeALinkAreNeitherReadNorWritten() throws IOException {
        Path elsewhere = Files.write(root.resolve("elsewhere"), new byte[2000]);
        try (StorageDriver driver = open();
                StagedObject staged = staged(driver, "uploads/1")) {
            Files.delete(root.resolve("uploads/1/data"));
            Files.createSymbolicLink(root.resolve("uploads/1/data"), elsewhere);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> staged.read(ByteRange.WHOLE));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> staged.publish(staged.seal(), BLOB));
            assertThat(driver.stat(BLOB)).isEmpty();
        }
        assertThat(elsewhere).hasSize(2000);
    }
}
