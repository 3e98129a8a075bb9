package dev.moorage.application.simulation;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.maintenance.CollectGarbage;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.CollectGarbageService;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.LookTuning;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.UploadsUnderTest;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A process that serves the real use cases. After a crash a new instance replaces it. */
record Replica(String name, UploadUseCases uploads, BlobUseCases blobs, PurgeUploads purge, CollectGarbage garbage) {
    private static final int MOST_PAUSES = 10;

    static Replica over(
            String name,
            StorageDriver driver,
            PortableHashing hashing,
            Supplier<UploadId> ids,
            InstantSource clock,
            UploadProtocol protocol,
            LookTuning.Pause pause,
            LongSupplier numbers) {
        // Each request looks by itself and on its own thread, because one thread runs at a time.
        LookTuning looks = new LookTuning(Runnable::run, false, pause, MOST_PAUSES);
        Docket docket = new Docket(driver, clock, looks);
        return new Replica(
                name,
                UploadsUnderTest.over(driver, docket, hashing, ids, clock, protocol),
                BlobServices.over(driver, docket, false),
                UploadServices.purge(driver, clock),
                new CollectGarbageService(driver, clock, numbers));
    }
}
