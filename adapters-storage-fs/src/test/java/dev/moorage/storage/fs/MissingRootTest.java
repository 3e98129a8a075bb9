package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A root whose volume is no longer mounted, or whose folder is gone. */
class MissingRootTest extends RecordedDisk {
    private static final ObjectKey THERE = new ObjectKey("docker/registry/v2/blobs/sha256/ab/abcd/data");
    private static final ObjectKey ABSENT = new ObjectKey("docker/registry/v2/blobs/sha256/cd/cdef/data");
    private static final String UPLOAD = "docker/registry/v2/repositories/a/_uploads/1";

    private Path disk() {
        return root.resolve("disk");
    }

    private Path elsewhere() {
        return root.resolve("elsewhere");
    }

    /** What an administrator sees after {@code umount}: the folder, with nothing in it. */
    private void unmount(boolean leavesFolder) throws IOException {
        Files.move(disk(), elsewhere());
        if (leavesFolder) {
            Files.createDirectory(disk());
        }
    }

    private void mount() throws IOException {
        Files.deleteIfExists(disk());
        Files.move(elsewhere(), disk());
    }

    private static List<ThrowingCallable> calls(StorageDriver driver) {
        return List.of(
                () -> driver.stat(THERE),
                () -> driver.stat(ABSENT),
                () -> driver.open(THERE, ByteRange.WHOLE),
                () -> driver.list(new ObjectKey("docker/registry/v2/repositories"), ListOptions.children(10)),
                () -> driver.sync(THERE),
                () -> driver.delete(THERE, WriteCondition.ANY, Durability.POWER_LOSS),
                () -> driver.put(ABSENT, new byte[1], WriteCondition.ANY, Durability.POWER_LOSS),
                () -> driver.put(ABSENT, new byte[1], WriteCondition.IF_ABSENT, Durability.PROCESS_CRASH),
                () -> staged(driver, "docker/registry/v2/repositories/b/_uploads/2"),
                () -> reopened(driver, new ObjectKey(UPLOAD), 7));
    }

    private void isUnavailableAndComesBack(boolean leavesFolder) throws IOException {
        Files.createDirectory(disk());
        try (StorageDriver driver = open(disk());
                StagedObject staged = staged(driver, UPLOAD)) {
            put(driver, THERE.value(), Durability.POWER_LOSS);
            Sealed sealed = staged.seal();
            unmount(leavesFolder);
            for (ThrowingCallable call : calls(driver)) {
                assertThatExceptionOfType(StorageUnavailableException.class)
                        .isThrownBy(call)
                        .withMessage("the root directory is gone");
            }
            assertThatExceptionOfType(StorageUnavailableException.class)
                    .isThrownBy(() -> staged.publish(sealed, ABSENT));
            assertThat(driver.check()).isEqualTo(new HealthStatus.Unhealthy("the root directory is gone"));
            if (leavesFolder) {
                assertThat(disk()).isEmptyDirectory();
            } else {
                assertThat(disk()).doesNotExist();
            }
            mount();
            assertThat(driver.check()).isEqualTo(new HealthStatus.Healthy());
            assertThat(driver.stat(THERE)).isPresent();
            assertThat(driver.stat(ABSENT)).isEmpty();
            staged.publish(sealed, ABSENT);
            assertThat(driver.stat(ABSENT)).isPresent();
        }
    }

    @Test
    void aRootThatIsGoneHoldsNothingBackAndTakesNothingAndComesBack() throws IOException {
        isUnavailableAndComesBack(false);
    }

    @Test
    void theEmptyFolderBelowAnUnmountedVolumeIsNotTheRoot() throws IOException {
        isUnavailableAndComesBack(true);
    }

    @Test
    void aRootThatIsPutBackFromACopyIsLockedWhereOtherProcessesLockIt() throws IOException {
        try (StorageDriver driver = open(disk())) {
            put(driver, THERE.value(), Durability.PROCESS_CRASH);
            unmount(false);
            copy(elsewhere(), disk());
            Folders.remove(elsewhere());
            assertThat(descriptors()).anyMatch(file -> file.contains("locks/keys (deleted)"));
            assertThat(driver.stat(ABSENT)).isEmpty();
            assertThat(descriptors())
                    .noneMatch(file -> file.contains("locks/keys (deleted)"))
                    .anyMatch(file -> file.equals(disk().toAbsolutePath()
                            .resolve(".moorage/locks/keys")
                            .toString()));
            put(driver, ABSENT.value(), Durability.PROCESS_CRASH);
            assertThat(driver.stat(ABSENT)).isPresent();
        }
    }

    private List<String> descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(MissingRootTest::target)
                    .filter(file -> file.contains(root.getFileName().toString()))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return "";
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
