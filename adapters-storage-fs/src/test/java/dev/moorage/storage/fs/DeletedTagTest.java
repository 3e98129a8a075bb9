package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.service.repository.RepositoryServices;
import dev.moorage.application.service.repository.SealedPositions;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tag is listed while its folder holds an object. Nothing of the folder outlives the delete of the tag. */
class DeletedTagTest {
    private static final Tag TAG = new Tag("latest");
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path root;

    private Path folder() {
        return root.resolve(RegistryKeys.tag(Replica.REPOSITORY, TAG).value());
    }

    private StorageDriver open() throws IOException {
        return FilesystemStorageDriver.open(
                root, FilesystemOptions.DEFAULTS, DriverUnderTest.context(), new RealFsync());
    }

    private static List<Tag> tags(StorageDriver driver) throws IOException {
        return RepositoryServices.over(driver, 10, new SealedPositions(List.of(new byte[32])))
                .tags()
                .list(Replica.REPOSITORY, new PageRequest(10, Optional.empty()))
                .entries();
    }

    private static void pushTwice(Replica replica) throws IOException {
        for (byte[] layer : List.of(new byte[] {1}, new byte[] {2})) {
            replica.push(Replica.REPOSITORY, CONFIG);
            replica.push(Replica.REPOSITORY, layer);
            replica.put(Replica.manifest(CONFIG, layer, Optional.empty()), TAG);
        }
    }

    @Test
    void aDeletedTagLeavesNoFolder() throws IOException {
        try (StorageDriver driver = open()) {
            Replica replica = new Replica(driver);
            pushTwice(replica);
            assertThat(tags(driver)).containsExactly(TAG);
            replica.delete(new Reference.ByTag(TAG));
            assertThat(tags(driver)).isEmpty();
            assertThat(folder()).doesNotExist();
        }
    }

    @Test
    void whatAKilledDeleteLeavesIsDeletedByTheNext() throws IOException {
        try (StorageDriver driver = open()) {
            Replica replica = new Replica(driver);
            pushTwice(replica);
            Files.delete(folder().resolve("current/link"));
            assertThat(tags(driver)).containsExactly(TAG);
            replica.delete(new Reference.ByTag(TAG));
            assertThat(tags(driver)).isEmpty();
        }
    }

    @Test
    void foldersWithoutAFileAreNoTag() throws IOException {
        try (StorageDriver driver = open()) {
            Replica replica = new Replica(driver);
            pushTwice(replica);
            replica.delete(new Reference.ByTag(TAG));
            Files.createDirectories(folder().resolve("index/sha256"));
            assertThat(tags(driver)).isEmpty();
        }
    }
}
