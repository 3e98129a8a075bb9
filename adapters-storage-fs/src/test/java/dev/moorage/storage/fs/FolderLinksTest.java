package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Folders of the layout that are symbolic links, to another file system where this machine has one. */
class FolderLinksTest extends RecordedDisk {
    private static final Path OTHER_FILE_SYSTEM = Path.of("/dev/shm");
    private static final String BLOBS = "docker/registry/v2/blobs";
    private static final String REPOSITORIES = "docker/registry/v2/repositories";
    private static final ObjectKey BLOB = new ObjectKey(BLOBS + "/sha256/ab/abcd/data");

    private Path elsewhere = Path.of("");

    @BeforeEach
    void makeRoomElsewhere() throws IOException {
        elsewhere = Files.isWritable(OTHER_FILE_SYSTEM)
                ? Files.createTempDirectory(OTHER_FILE_SYSTEM, "moorage-links")
                : Files.createTempDirectory("moorage-links");
    }

    @AfterEach
    void clear() throws IOException {
        Folders.remove(elsewhere);
    }

    private Path link(String key, String target) throws IOException {
        Path path = root.resolve(key);
        Files.createDirectories(path.getParent());
        return Files.createSymbolicLink(path, Files.createDirectories(elsewhere.resolve(target)));
    }

    private StorageDriver following() throws IOException {
        FilesystemConfig config = new FilesystemConfig(root.toString(), null, null, null, null, true);
        return FilesystemStorageDriver.open(root, config.options(), DriverUnderTest.context(), forcing);
    }

    private static List<String> below(StorageDriver driver, String prefix) throws IOException {
        return driver.list(new ObjectKey(prefix), ListOptions.recursive(100)).entries().stream()
                .map(ObjectPage.Entry::text)
                .toList();
    }

    private static void isRefused(String name, ThrowingCallable call) {
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(call)
                .withMessageStartingWith(name + " is a symbolic link");
    }

    @Test
    void aLinkThatIsNotFollowedKeepsTheDriverFromOpening() throws IOException {
        for (String folder : List.of(BLOBS, REPOSITORIES, "docker", "moorage")) {
            Path link = link(folder, folder);
            isRefused(folder, this::open);
            isRefused(folder, () -> ReadOnlyFilesystemStorageDriver.open(root, false));
            if (!folder.equals(BLOBS)) {
                isRefused(folder, this::following);
            }
            Files.delete(link);
            Folders.remove(root.resolve("docker"));
        }
        assertThat(root.resolve(".moorage")).doesNotExist();
    }

    @Test
    void aRepositoryBehindALinkIsRefusedByItsKeysAndByListings() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, REPOSITORIES + "/b/_layers/sha256/ab/link", Durability.PROCESS_CRASH);
            link(REPOSITORIES + "/a", "a");
            String name = REPOSITORIES + "/a";
            isRefused(name, () -> driver.stat(new ObjectKey(name + "/_layers/sha256/ab/link")));
            isRefused(name, () -> driver.stat(new ObjectKey(name + "/below/_layers/sha256/ab/link")));
            isRefused(name, () -> put(driver, name + "/_layers/sha256/ab/link", Durability.PROCESS_CRASH));
            isRefused(name, () -> staged(driver, name + "/_uploads/1"));
            isRefused(name, () -> below(driver, name + "/_layers"));
            isRefused(name, () -> below(driver, REPOSITORIES));
            assertThat(elsewhere.resolve("a")).isEmptyDirectory();
            assertThat(driver.stat(new ObjectKey(REPOSITORIES + "/b/_layers/sha256/ab/link")))
                    .isPresent();
        }
    }

    @Test
    void aLinkThatTakesTheNameOfAFolderIsRefusedOnceAListingHasMetIt() throws IOException {
        String name = REPOSITORIES + "/a";
        try (StorageDriver driver = open()) {
            put(driver, name + "/_layers/sha256/ab/link", Durability.PROCESS_CRASH);
            Files.move(root.resolve(name), root.resolve("moved"));
            Files.createSymbolicLink(root.resolve(name), root.resolve("moved"));
            isRefused(name, () -> below(driver, REPOSITORIES));
            isRefused(name, () -> driver.stat(new ObjectKey(name + "/_layers/sha256/ab/link")));
        }
    }

    @Test
    void aLinkDeeperInTheLayoutIsRefusedEvenWhereOthersAreFollowed() throws IOException {
        link(BLOBS + "/sha256/ab", "ab");
        link(REPOSITORIES + "/a/_layers", "layers");
        try (StorageDriver driver = following()) {
            isRefused(BLOBS + "/sha256/ab", () -> below(driver, BLOBS));
            isRefused(REPOSITORIES + "/a/_layers", () -> below(driver, REPOSITORIES));
            isRefused(REPOSITORIES + "/a/_layers", () -> below(driver, REPOSITORIES + "/a/_layers"));
        }
    }

    @Test
    void aLinkToAFileIsNoObject() throws IOException {
        Files.createDirectories(root.resolve(REPOSITORIES + "/a"));
        Files.createSymbolicLink(root.resolve(REPOSITORIES + "/a/b"), Files.createFile(elsewhere.resolve("file")));
        try (StorageDriver driver = open()) {
            assertThat(below(driver, REPOSITORIES)).isEmpty();
            assertThat(driver.stat(new ObjectKey(REPOSITORIES + "/a/_layers/link")))
                    .isEmpty();
        }
    }

    @Test
    void blobsBehindALinkThatIsFollowedArePushedServedListedAndDeleted() throws IOException {
        Path link = link(BLOBS, "blobs");
        try (StorageDriver driver = following()) {
            try (StagedObject staged = staged(driver, REPOSITORIES + "/a/_uploads/1")) {
                assertThat(staged.publish(staged.seal(), BLOB)).isEqualTo(Published.CREATED);
                staged.discard();
            }
            try (StagedObject again = staged(driver, REPOSITORIES + "/a/_uploads/2")) {
                assertThat(again.publish(again.seal(), BLOB)).isEqualTo(Published.ALREADY_THERE);
                again.discard();
            }
            put(driver, BLOBS + "/sha256/cd/cdef/data", Durability.POWER_LOSS);
            assertThat(driver.stat(BLOB).orElseThrow().size()).isEqualTo(1000);
            assertThat(below(driver, "docker")).containsExactly(BLOB.value(), BLOBS + "/sha256/cd/cdef/data");
            assertThat(elsewhere.resolve("blobs/.moorage/tmp")).isEmptyDirectory();
            driver.delete(BLOB, WriteCondition.ANY, Durability.POWER_LOSS);
            driver.delete(new ObjectKey(BLOBS + "/sha256/cd/cdef/data"), WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(below(driver, "docker")).isEmpty();
            assertThat(link).isSymbolicLink();
        }
    }

    @Test
    void aRepositoryBehindALinkThatIsFollowedIsLikeAnyOther() throws IOException {
        Path link = link(REPOSITORIES + "/team", "team");
        String upload = REPOSITORIES + "/team/app/_uploads/1";
        String tag = REPOSITORIES + "/team/app/_manifests/tags/one/current/link";
        try (StorageDriver driver = following()) {
            try (StagedObject staged = staged(driver, upload)) {
                staged.publish(staged.seal(), BLOB);
                staged.discard();
            }
            put(driver, tag, Durability.POWER_LOSS);
            assertThat(driver.stat(BLOB)).isPresent();
            assertThat(below(driver, REPOSITORIES)).containsExactly(tag);
            assertThat(elsewhere.resolve("team/app/_manifests/tags/one/current/link"))
                    .hasSize(1);
            driver.delete(new ObjectKey(tag), WriteCondition.ANY, Durability.POWER_LOSS);
            assertThat(link).isSymbolicLink();
        }
        try (StorageDriver reading = ReadOnlyFilesystemStorageDriver.open(root, true)) {
            assertThat(below(reading, BLOBS)).containsExactly(BLOB.value());
        }
    }

    @Test
    void whatALinkThatIsFollowedLedToIsUnavailableWhileItIsGone() throws IOException {
        link(BLOBS, "blobs");
        try (StorageDriver driver = following()) {
            put(driver, BLOB.value(), Durability.POWER_LOSS);
            Files.move(elsewhere.resolve("blobs"), elsewhere.resolve("moved"));
            isRefused(BLOBS, () -> driver.stat(BLOB));
            Files.createDirectory(elsewhere.resolve("blobs"));
            isRefused(BLOBS, () -> driver.stat(BLOB));
            isRefused(BLOBS, () -> put(driver, BLOB.value(), Durability.POWER_LOSS));
            isRefused(BLOBS, () -> below(driver, BLOBS));
            assertThat(elsewhere.resolve("blobs")).isEmptyDirectory();
            Files.delete(elsewhere.resolve("blobs"));
            Files.move(elsewhere.resolve("moved"), elsewhere.resolve("blobs"));
            assertThat(driver.stat(BLOB)).isPresent();
        }
    }
}
