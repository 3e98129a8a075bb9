package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.port.out.storage.Durability;
import dev.moorage.application.port.out.storage.HealthStatus;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.Sealed;
import dev.moorage.application.port.out.storage.StagedObject;
import dev.moorage.application.port.out.storage.StagedState;
import dev.moorage.application.port.out.storage.StagingRequest;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.port.out.storage.WriteCondition;
import dev.moorage.application.transfer.TransferBuffers;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forced, how often, and what happens when it cannot be. */
class DurabilityTest {
    @TempDir
    private Path root;

    private final RecordedForcing forcing = new RecordedForcing();

    /** Forces nothing, and remembers what it was asked to; fails when it is told to. */
    private static final class RecordedForcing implements Forcing {
        private final List<String> forced = new ArrayList<>();
        private Optional<IOException> failure = Optional.empty();
        private Optional<IOException> refusedDirectory = Optional.empty();

        @Override
        public void file(FileChannel file) throws IOException {
            force("file");
        }

        @Override
        public void directory(Path directory) throws IOException {
            if (refusedDirectory.isPresent()) {
                throw refusedDirectory.get();
            }
            force(directory.toString());
        }

        private void force(String what) throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            forced.add(what);
        }
    }

    private StorageDriver open() throws IOException {
        return FilesystemStorageDriver.open(root, new TransferBuffers(1 << 20, 2), forcing);
    }

    private static void put(StorageDriver driver, String key, Durability durability) throws IOException {
        driver.put(new ObjectKey(key), new byte[] {1}, WriteCondition.ANY, durability);
    }

    private static StagedObject staged(StorageDriver driver, String area) throws IOException {
        StagedObject staged = driver.stage(
                        new StagingRequest.Begin(new ObjectKey(area), 1, Optional.empty(), OptionalLong.empty()))
                .orElseThrow();
        staged.append(Bodies.of(new byte[1000]));
        return staged;
    }

    private String path(String key) throws IOException {
        return root.toRealPath().resolve(key).toString();
    }

    @Test
    void aPutForcesTheFileItsDirectoryAndTheOneAboveThatIsNew() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "blobs/ab/first/data", Durability.POWER_LOSS);
            assertThat(forcing.forced)
                    .containsExactly("file", path("blobs/ab/first"), path("blobs/ab"), path("blobs"), path(""));
            forcing.forced.clear();
            put(driver, "blobs/ab/second/data", Durability.POWER_LOSS);
            assertThat(forcing.forced).containsExactly("file", path("blobs/ab/second"), path("blobs/ab"));
            forcing.forced.clear();
            put(driver, "blobs/ab/second/data", Durability.POWER_LOSS);
            assertThat(forcing.forced).containsExactly("file", path("blobs/ab/second"));
        }
    }

    @Test
    void whatNeedNotSurviveAPowerCutIsNotForced() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "a/b/c", Durability.PROCESS_CRASH);
            driver.delete(new ObjectKey("a/b/c"), WriteCondition.ANY, Durability.PROCESS_CRASH);
            try (StagedObject staged = staged(driver, "uploads/x")) {
                staged.discard();
            }
            assertThat(forcing.forced).isEmpty();
        }
    }

    @Test
    void publishingForcesThreeTimesWhereTheFolderOfItsPrefixIsThere() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "blobs/ab/other/data", Durability.POWER_LOSS);
            forcing.forced.clear();
            try (StagedObject staged = staged(driver, "uploads/x")) {
                staged.publish(staged.seal(), new ObjectKey("blobs/ab/mine/data"));
            }
            assertThat(forcing.forced).containsExactly("file", path("blobs/ab/mine"), path("blobs/ab"));
        }
    }

    @Test
    void aForceThatFailsIsNotRepeatedAndTheDriverIsNotHealthyAnyMore() throws IOException {
        try (StorageDriver driver = open();
                StagedObject staged = staged(driver, "uploads/x")) {
            forcing.failure = Optional.of(new IOException("Input/output error"));
            assertThatExceptionOfType(IOException.class).isThrownBy(staged::seal);
            forcing.failure = Optional.empty();
            assertThatExceptionOfType(IOException.class).isThrownBy(staged::seal);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> staged.publish(new Sealed(1000), new ObjectKey("blobs/x")));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> put(driver, "a/b", Durability.POWER_LOSS));
            assertThat(forcing.forced).isEmpty();
            assertThat(driver.stat(new ObjectKey("blobs/x"))).isEmpty();
            assertThat(driver.check()).isInstanceOf(HealthStatus.Unhealthy.class);
        }
    }

    @Test
    void bytesThatCouldNotBeForcedAreNotTrustedAfterARestartEither() throws IOException {
        ObjectKey area = new ObjectKey("uploads/x");
        try (StorageDriver driver = open();
                StagedObject staged = staged(driver, "uploads/x")) {
            forcing.failure = Optional.of(new IOException("Input/output error"));
            assertThatExceptionOfType(IOException.class).isThrownBy(staged::seal);
            forcing.failure = Optional.empty();
        }
        try (StorageDriver driver = open();
                StagedObject staged = reopened(driver, area, 2)) {
            assertThat(staged.size()).isZero();
        }
    }

    @Test
    void aDirectoryThatCouldNotBeOpenedIsNotOneThatCouldNotBeForced() throws IOException {
        try (StorageDriver driver = open()) {
            forcing.refusedDirectory = Optional.of(new FileSystemException("a/directory", null, "Too many open files"));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> put(driver, "a/b", Durability.POWER_LOSS));
            forcing.refusedDirectory = Optional.empty();
            assertThat(driver.check()).isInstanceOf(HealthStatus.Healthy.class);
            put(driver, "a/b", Durability.POWER_LOSS);
            assertThat(forcing.forced).contains("file", path("a"));
        }
    }

    @Test
    void afterAPowerCutOnlyForcedBytesAreTrusted() throws IOException {
        ObjectKey area = new ObjectKey("uploads/x");
        try (StorageDriver driver = open();
                StagedObject staged = staged(driver, "uploads/x")) {
            staged.seal();
        }
        try (StorageDriver driver = open();
                StagedObject staged = reopened(driver, area, 2)) {
            staged.append(Bodies.of(new byte[500]));
            assertThat(staged.size()).isEqualTo(1500);
        }
        pretendAnotherBoot(root.resolve("uploads/x/fence"));
        try (StorageDriver driver = open();
                StagedObject staged = reopened(driver, area, 3)) {
            assertThat(staged.size()).isEqualTo(1000);
        }
        Files.write(root.resolve("uploads/x/fence"), new byte[0]);
        try (StorageDriver driver = open();
                StagedObject staged = reopened(driver, area, 4)) {
            assertThat(staged.size()).isZero();
        }
    }

    private static StagedObject reopened(StorageDriver driver, ObjectKey area, long generation) throws IOException {
        return driver.stage(new StagingRequest.Reopen(area, generation, new StagedState("filesystem")))
                .orElseThrow();
    }

    private static void pretendAnotherBoot(Path fence) throws IOException {
        try (FileChannel file = FileChannel.open(fence, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[16]), 3 * Long.BYTES);
        }
    }

    @Test
    void whatDistributionLeftInFlightIsTakenUp() throws IOException {
        Path folder = Files.createDirectories(root.resolve("uploads/theirs"));
        Files.write(folder.resolve("data"), new byte[777]);
        Files.writeString(folder.resolve("startedat"), "2026-11-24T10:00:00Z");
        try (StorageDriver driver = open()) {
            StagingRequest request =
                    new StagingRequest.Reopen(new ObjectKey("uploads/theirs"), 1, StagedState.UNRECORDED);
            try (StagedObject staged = driver.stage(request).orElseThrow()) {
                assertThat(staged.size()).isEqualTo(777);
            }
        }
    }

    @Test
    void symbolicLinksAreNoObjects() throws IOException {
        try (StorageDriver driver = open()) {
            Files.writeString(root.resolve("secret"), "x");
            Files.createDirectories(root.resolve("a"));
            Files.createSymbolicLink(root.resolve("a/link"), root.resolve("secret"));
            assertThat(driver.stat(new ObjectKey("a/link"))).isEmpty();
            assertThat(driver.open(new ObjectKey("a/link"), ByteRange.WHOLE)).isEmpty();
        }
    }

    @Test
    void failuresDoNotTellWhereTheRootIs() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "file", Durability.PROCESS_CRASH);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> put(driver, "file/below", Durability.PROCESS_CRASH))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(root.toString()));
        }
    }
}
