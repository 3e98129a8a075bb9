package dev.moorage.storage.s3;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Uploads in the way the application does. */
final class Uploads {
    static final ObjectKey AREA = new ObjectKey("repositories/app/_uploads/4b7c");
    static final ObjectKey TARGET = new ObjectKey("blobs/sha256/ab/abc/data");

    private Uploads() {}

    static StagedObject begin(StorageDriver driver) throws IOException {
        return begin(driver, AREA);
    }

    static StagedObject begin(StorageDriver driver, ObjectKey area) throws IOException {
        return driver.stage(new StagingRequest.Begin(area, 1, Optional.empty(), OptionalLong.empty()))
                .orElseThrow();
    }

    static StagedObject beginDirect(StorageDriver driver, OptionalLong expectedSize) throws IOException {
        return driver.stage(new StagingRequest.Begin(AREA, 1, Optional.of(TARGET), expectedSize))
                .orElseThrow();
    }

    static StagedObject reopen(StorageDriver driver, long generation, StagedState state) throws IOException {
        return driver.stage(new StagingRequest.Reopen(AREA, generation, state)).orElseThrow();
    }

    /** Opens what is staged without a state. */
    static Optional<StagedObject> recover(StorageDriver driver, long generation) throws IOException {
        return driver.stage(StagingRequest.resume(AREA, generation, Optional.empty()));
    }

    static byte[] published(StorageDriver driver) throws IOException {
        return published(driver, ByteRange.WHOLE);
    }

    static byte[] published(StorageDriver driver, ByteRange range) throws IOException {
        return DriverUnderTest.readAll(driver.open(TARGET, range).orElseThrow());
    }
}
