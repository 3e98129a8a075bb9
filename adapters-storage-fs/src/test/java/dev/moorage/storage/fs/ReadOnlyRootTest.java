package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root that is opened for reading: nothing in it changes, not even a timestamp. */
class ReadOnlyRootTest {
    private static final ObjectKey BLOB = new ObjectKey("docker/registry/v2/blobs/sha256/ab/abcd/data");
    private static final ObjectKey ABSENT = new ObjectKey("docker/registry/v2/blobs/sha256/cd/cdef/data");

    @TempDir
    private Path folder;

    private Path root() {
        return folder.resolve("root");
    }

    private StorageDriver open() throws IOException {
        return ReadOnlyFilesystemStorageDriver.open(root(), false);
    }

    private void fill() throws IOException {
        Path file = root().resolve(BLOB.value());
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[100_000]);
    }

    /** Each name, with the attributes that a change of it would change. */
    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                tree.put(
                        folder.relativize(path).toString(),
                        attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey() + " "
                                + Files.getAttribute(path, "unix:ctime"));
            }
        }
        return tree;
    }

    @Test
    void aRootOfDistributionIsReadAndNothingInItChanges() throws IOException {
        fill();
        Map<String, String> before = tree();
        try (StorageDriver driver = open()) {
            assertThat(driver.stat(BLOB).orElseThrow().size()).isEqualTo(100_000);
            try (ObjectContent content = driver.open(BLOB, ByteRange.WHOLE).orElseThrow()) {
                assertThat(content.info().size()).isEqualTo(100_000);
            }
            assertThat(driver.stat(ABSENT)).isEmpty();
            assertThat(driver.list(new ObjectKey("docker"), ListOptions.recursive(10))
                            .entries())
                    .hasSize(1);
            driver.sync(BLOB);
            assertThat(driver.check()).isEqualTo(new HealthStatus.Healthy());
            for (ThrowingCallable change : new ThrowingCallable[] {
                () -> driver.put(ABSENT, new byte[1], WriteCondition.ANY, Durability.PROCESS_CRASH),
                () -> driver.delete(BLOB, WriteCondition.ANY, Durability.PROCESS_CRASH),
                () -> driver.stage(
                        new StagingRequest.Begin(new ObjectKey("a"), 1, Optional.empty(), OptionalLong.empty()))
            }) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(change)
                        .withMessage("the storage is opened for reading only");
            }
        }
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void aFolderThatIsNotThereIsNoRootAndIsNotMade() {
        assertThatExceptionOfType(IOException.class).isThrownBy(this::open);
        assertThat(root()).doesNotExist();
    }

    @Test
    void anEmptyFolderIsAnEmptyRegistry() throws IOException {
        Files.createDirectory(root());
        try (StorageDriver driver = open()) {
            assertThat(driver.stat(BLOB)).isEmpty();
        }
        assertThat(root()).isEmptyDirectory();
    }

    @Test
    void aRootThatIsGoneIsUnavailableUntilItIsBack() throws IOException {
        fill();
        try (StorageDriver driver = open()) {
            Files.move(root(), folder.resolve("elsewhere"));
            Files.createDirectory(root());
            assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(() -> driver.stat(BLOB));
            assertThat(driver.check()).isInstanceOf(HealthStatus.Unhealthy.class);
            Files.delete(root());
            Files.move(folder.resolve("elsewhere"), root());
            assertThat(driver.stat(BLOB)).isPresent();
        }
    }
}
