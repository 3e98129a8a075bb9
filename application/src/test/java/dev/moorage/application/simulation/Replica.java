package dev.moorage.application.simulation;

import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.UploadsUnderTest;
import dev.moorage.domain.digest.PortableHashing;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;
import java.util.function.Supplier;

/** A process that serves the real use cases. After a crash a new instance replaces it. */
record Replica(String name, UploadUseCases uploads, BlobUseCases blobs, PurgeUploads purge) {
    static Replica over(
            String name,
            StorageDriver driver,
            PortableHashing hashing,
            Supplier<UploadId> ids,
            InstantSource clock,
            UploadProtocol protocol) {
        return new Replica(
                name,
                UploadsUnderTest.over(driver, hashing, ids, clock, protocol),
                BlobServices.over(driver, false),
                UploadServices.purge(driver, clock));
    }
}
