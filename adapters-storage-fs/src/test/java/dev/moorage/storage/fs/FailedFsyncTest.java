package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happens when an fsync fails. */
class FailedFsyncTest extends RecordedDisk {
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
    void bytesWhoseWritebackFailedAreNotTrustedAfterARestart() throws IOException {
        ObjectKey area = new ObjectKey("uploads/x");
        try (StorageDriver driver = open();
                StagedObject staged = staged(driver, area.value())) {
            forcing.failure = Optional.of(new IOException("Input/output error"));
            staged.append(Bodies.of(new byte[(int) Writeback.STEP]));
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
                    StagedObject staged = driver.stage(StagingRequest.resume(area, generation++, Optional.empty()))
                            .orElseThrow()) {
                size = staged.size();
            }
            assertThat(System.nanoTime()).isLessThan(deadline);
        } while (size > 0);
    }

    @Test
    void truncatedBytesAreUntrustedOnDiskBeforeNewBytesReplaceThem() throws IOException {
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
}
