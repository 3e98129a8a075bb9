package dev.moorage.storage.fs;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;

/** A root whose syncs are recorded, and helpers of the tests for a driver over it. */
abstract class RecordedDisk {
    @TempDir
    Path root;

    final RecordedFsync forcing = new RecordedFsync();

    StorageDriver open() throws IOException {
        return open(root);
    }

    StorageDriver open(Path directory) throws IOException {
        return FilesystemStorageDriver.open(directory, FilesystemOptions.DEFAULTS, DriverUnderTest.context(), forcing);
    }

    static void put(StorageDriver driver, String key, Durability durability) throws IOException {
        driver.put(new ObjectKey(key), new byte[] {1}, WriteCondition.ANY, durability);
    }

    /** An upload of 1000 bytes, not sealed. */
    static StagedObject staged(StorageDriver driver, String area) throws IOException {
        StagedObject staged = driver.stage(
                        new StagingRequest.Begin(new ObjectKey(area), 1, Optional.empty(), OptionalLong.empty()))
                .orElseThrow();
        staged.append(Bodies.of(new byte[1000]));
        return staged;
    }

    static StagedObject reopened(StorageDriver driver, ObjectKey area, long generation) throws IOException {
        return driver.stage(new StagingRequest.Reopen(area, generation, new StagedState("filesystem")))
                .orElseThrow();
    }

    /** The path of a key as a sync of it is recorded. */
    String path(String key) throws IOException {
        return root.toRealPath().resolve(key).toString();
    }

    /** The creation time by the file system. */
    static Object made(Path path) throws IOException {
        return Files.getAttribute(path, "creationTime");
    }
}
