package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.spi.staging.StagingRequest.ForeignBytes;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/** Which bytes of an upload that another process began are trusted. */
class ReopenedUploadTest extends RecordedDisk {
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
    void bytesOfAnotherProgramAreKeptOnlyWhereTheRequestCallsThemDurable() throws IOException {
        for (ForeignBytes foreign : ForeignBytes.values()) {
            Path folder = Files.createDirectories(root.resolve("uploads/" + foreign));
            Files.write(folder.resolve("data"), new byte[777]);
            ObjectKey area = new ObjectKey("uploads/" + foreign);
            long kept = foreign == ForeignBytes.DURABLE ? 777 : 0;
            try (StorageDriver driver = open()) {
                for (long generation = 1; generation <= 2; generation++) { // The second time there is a fence.
                    StagingRequest request = new StagingRequest.Recover(area, generation, foreign);
                    try (StagedObject staged = driver.stage(request).orElseThrow()) {
                        assertThat(staged.size()).as(foreign.name()).isEqualTo(kept);
                    }
                }
            }
        }
    }

    @Test
    void unsyncedBytesOfThisDriverAreDroppedAfterAPowerCutEvenIfCalledDurable() throws IOException {
        ObjectKey area = new ObjectKey("uploads/x");
        try (StorageDriver driver = open();
                StagedObject staged = staged(driver, "uploads/x")) {
            assertThat(staged.size()).isPositive();
        }
        pretendAnotherBoot(root.resolve("uploads/x/fence"));
        try (StorageDriver driver = open();
                StagedObject staged = driver.stage(new StagingRequest.Recover(area, 2, ForeignBytes.DURABLE))
                        .orElseThrow()) {
            assertThat(staged.size()).isZero();
        }
    }

    private static void pretendAnotherBoot(Path fence) throws IOException {
        try (FileChannel file = FileChannel.open(fence, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[16]), 3 * Long.BYTES);
        }
    }
}
