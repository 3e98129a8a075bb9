package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.util.function.Consumer;

/** The driver over a simulated store in memory with the rules and limits of Amazon S3, for measurements in other modules. */
public final class SimulatedAmazon {
    private SimulatedAmazon() {}

    /**
     * Opens a driver over an empty bucket.
     *
     * @param observer receives the name of each S3 operation, on the thread that makes the request, before the request. The
     *     requests of the start are left out, and so are those of the sweep of abandoned uploads, which has its own thread
     */
    public static StorageDriver open(Consumer<String> observer) throws IOException {
        SimulatedS3 s3 = new SimulatedS3(StoreRules.REAL);
        StorageDriver driver =
                new SimulatedStore(s3, SimulatedStore.REAL, CommitMode.COPY, Checksums.WHEN_SUPPORTED).open();
        s3.observe(operation -> {
            if (!operation.equals("ListMultipartUploads")) {
                observer.accept(operation);
            }
        });
        return driver;
    }
}
