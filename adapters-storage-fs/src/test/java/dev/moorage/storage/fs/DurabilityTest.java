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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forced, how often, and what happens when it cannot be. */
class DurabilityTest {
    @TempDir
    private Path root;

    private final RecordedForcing forcing = new RecordedForcing();

    /** Forces nothing, and remembers what it was asked to; fails when it is told to. */
    private static final class RecordedForcing implements Forcing {
        private final List<String> forced = new CopyOnWriteArrayList<>();
        private Optional<IOException> failure = Optional.empty();
        private Optional<IOException> refusedDirectory = Optional.empty();
        private Optional<Meanwhile> meanwhile = Optional.empty();

        /** What somebody else does while a directory is being forced. */
        private record Meanwhile(String directory, Callable<?> action) {}

        void during(String directory, Callable<?> action) {
            meanwhile = Optional.of(new Meanwhile(directory, action));
        }

        @Override
        public void file(FileChannel file) throws IOException {
            force("file");
        }

        @Override
        public void directory(Path directory) throws IOException {
            if (refusedDirectory.isPresent()) {
                throw refusedDirectory.get();
            }
            Optional<Meanwhile> now =
                    meanwhile.filter(waiting -> waiting.directory().equals(directory.toString()));
            if (now.isPresent()) {
                meanwhile = Optional.empty();
                try {
                    now.get().action().call();
                } catch (Exception e) {
                    throw new IOException(e);
                }
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
    void aLargeBodyIsWrittenToDiskWhileItArrives() throws IOException {
        try (StorageDriver driver = open();
                StagedObject staged = staged(driver, "uploads/x")) {
            assertThat(forcing.forced).isEmpty();
            staged.append(Bodies.of(new byte[(int) WriteBehind.STEP]));
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (forcing.forced.isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            assertThat(forcing.forced).containsExactly("file");
            forcing.forced.clear();
            staged.append(Bodies.of(new byte[1000]));
            staged.seal();
            assertThat(forcing.forced).containsExactly("file");
        }
    }

    @Test
    void whatCouldNotBeWrittenWhileItArrivedIsNotTrustedAfterARestart() throws IOException {
        ObjectKey area = new ObjectKey("uploads/x");
        try (StorageDriver driver = open();
                StagedObject staged = staged(driver, area.value())) {
            forcing.failure = Optional.of(new IOException("Input/output error"));
            staged.append(Bodies.of(new byte[(int) WriteBehind.STEP]));
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (driver.check() instanceof HealthStatus.Healthy) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
        forcing.failure = Optional.empty();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        long size;
        long generation = 2;
        do {
            try (StorageDriver driver = open();
                    StagedObject staged = driver.stage(
                                    new StagingRequest.Reopen(area, generation++, StagedState.UNRECORDED))
                            .orElseThrow()) {
                size = staged.size();
            }
            assertThat(System.nanoTime()).isLessThan(deadline);
        } while (size > 0);
    }

    @Test
    void aDirectoryThatSomebodyElseIsStillForcingIsForcedByWhoeverIsQuicker() throws IOException {
        try (StorageDriver driver = open()) {
            for (String still : List.of("1/blobs/ab", "2/blobs", "3", "")) {
                String top = still.isEmpty() ? "4" : still.substring(0, 1);
                String prefix = top + "/blobs/ab/";
                List<String> quicker = new ArrayList<>();
                forcing.during(path(still), () -> {
                    int before = forcing.forced.size();
                    put(driver, prefix + "second/data", Durability.POWER_LOSS);
                    return quicker.addAll(forcing.forced.subList(before, forcing.forced.size()));
                });
                put(driver, prefix + "first/data", Durability.POWER_LOSS);
                assertThat(quicker)
                        .containsExactly(
                                "file",
                                path(prefix + "second"),
                                path(top + "/blobs/ab"),
                                path(top + "/blobs"),
                                path(top),
                                path(""));
            }
        }
    }

    @Test
    void aDirectoryThatAnotherProcessMadeAgainIsForcedAgain() throws IOException {
        try (StorageDriver driver = open()) {
            put(driver, "a/b/c", Durability.POWER_LOSS);
            Path above = root.resolve("a");
            Object before = made(above);
            Files.delete(root.resolve("a/b/c"));
            Files.delete(root.resolve("a/b"));
            do { // Until the file system's clock has ticked.
                Files.delete(above);
                Files.createDirectory(above);
            } while (made(above).equals(before));
            Files.createDirectory(root.resolve("a/b"));
            forcing.forced.clear();
            put(driver, "a/b/c", Durability.POWER_LOSS);
            assertThat(forcing.forced).containsExactly("file", path("a/b"), path("a"), path(""));
        }
    }

    private static Object made(Path path) throws IOException {
        return Files.getAttribute(path, "creationTime");
    }

    @Test
    void aRootThatIsNewIsForcedInTheDirectoryAboveIt() throws IOException {
        Path above = root.toRealPath();
        FilesystemStorageDriver.open(above.resolve("new/root"), new TransferBuffers(1 << 20, 2), forcing)
                .close();
        assertThat(forcing.forced)
                .containsExactly(above.toString(), above.resolve("new").toString());
        forcing.forced.clear();
        FilesystemStorageDriver.open(above.resolve("new/root"), new TransferBuffers(1 << 20, 2), forcing)
                .close();
        assertThat(forcing.forced).isEmpty();
    }

    @Test
    void whatAKilledWriterLeftIsForcedOnceAndWhatIsNotThereNever() throws IOException {
        try (StorageDriver killed = open()) {
            put(killed, "a/link", Durability.PROCESS_CRASH);
        }
        try (StorageDriver driver = open()) {
            driver.persist(new ObjectKey("a/link"));
            assertThat(forcing.forced).containsExactly("file", path("a"), path(""));
            forcing.forced.clear();
            driver.persist(new ObjectKey("a/link"));
            driver.persist(new ObjectKey("a/none"));
            assertThat(forcing.forced).isEmpty();
        }
    }

    @Test
    void whatThisProcessHasForcedIsKnownUntilSomebodyReplacesIt() throws IOException {
        ObjectKey link = new ObjectKey("a/link");
        try (StorageDriver driver = open();
                StorageDriver other = open()) {
            put(driver, link.value(), Durability.POWER_LOSS);
            forcing.forced.clear();
            driver.persist(link);
            assertThat(forcing.forced).isEmpty();
            Object before = made(root.resolve(link.value()));
            do { // Until the file system's clock has ticked.
                put(other, link.value(), Durability.PROCESS_CRASH);
            } while (made(root.resolve(link.value())).equals(before));
            driver.persist(link);
            assertThat(forcing.forced).containsExactly("file", path("a"));
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

    @Test
    void bytesThatWereForcedAreGivenUpOnDiskBeforeOthersTakeTheirPlace() throws IOException {
        ObjectKey area = new ObjectKey("uploads/x");
        try (StorageDriver driver = open()) {
            try (StagedObject staged = staged(driver, "uploads/x")) {
                staged.seal();
            }
            try (StagedObject staged = reopened(driver, area, 2)) {
                forcing.forced.clear();
                forcing.failure = Optional.of(new IOException("Input/output error"));
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> staged.truncate(500));
                assertThat(Files.size(root.resolve("uploads/x/data"))).isEqualTo(1000);
            }
        }
        forcing.failure = Optional.empty();
        try (StorageDriver driver = open();
                StagedObject staged = reopened(driver, area, 3)) {
            staged.truncate(400);
            staged.append(Bodies.of(new byte[600]));
            staged.truncate(700);
            assertThat(forcing.forced).containsExactly("file");
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
