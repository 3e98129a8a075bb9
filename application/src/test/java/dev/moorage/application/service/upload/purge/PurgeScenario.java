package dev.moorage.application.service.upload.purge;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.SettableClock;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.service.upload.UploadScenario;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A store with uploads, a replica that serves them, and purges of the store. */
final class PurgeScenario {
    static final Duration AGE = Duration.ofHours(168);

    final SettableClock clock = new SettableClock();
    final InMemoryStore store = new InMemoryStore(clock);
    final StorageDriver driver = new InMemoryStorageDriver(store);
    final Contents contents = new Contents(driver);
    final UploadScenario replica = new UploadScenario(driver, PortableHashing.detect(), clock);

    /** The results of a purge. */
    record Purged(PurgeReport report, List<PurgedUpload> uploads, List<String> failed) {
        List<PurgedUpload.Kind> kinds() {
            return uploads.stream().map(PurgedUpload::kind).sorted().toList();
        }
    }

    Purged purge(boolean dryRun) throws IOException {
        return purge(driver, clock, AGE, dryRun);
    }

    /** Purges while {@code hook} runs before each call to the store. */
    Purged purge(HookedStorageDriver.Hook hook) throws IOException {
        return purge(new HookedStorageDriver(driver, hook), clock, AGE, false);
    }

    static Purged purge(StorageDriver through, InstantSource clock, Duration age, boolean dryRun) throws IOException {
        List<PurgedUpload> uploads = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        PurgeReport report = UploadServices.purge(through, clock).purge(age, dryRun, new PurgeObserver() {
            @Override
            public void purged(PurgedUpload upload) {
                uploads.add(upload);
            }

            @Override
            public void failed(String key, IOException reason) {
                failed.add(key);
            }
        });
        return new Purged(report, uploads, failed);
    }

    static UploadId id(int number) {
        return new UploadId(new UUID(0x4a4a4a4a_0000_4000L, number));
    }

    static ObjectKey area(UploadId id) {
        return RegistryKeys.upload(UploadScenario.REPOSITORY, id);
    }

    /** Leaves the objects of a late writer whose upload's record is already deleted. */
    UploadId orphan(int number) throws IOException {
        UploadId id = id(number);
        contents.put(area(id).resolve("part-1"), Bodies.random(number, 100));
        driver.stage(new StagingRequest.Begin(area(id), 5, Optional.empty(), OptionalLong.empty()))
                .orElseThrow()
                .append(Bodies.of(Bodies.random(number, 1000)));
        return id;
    }

    /** Leaves the objects of an upload that was unfinished when CNCF Distribution stopped. */
    UploadId distributions(int number, Instant startedAt) throws IOException {
        UploadId id = id(number);
        contents.put(area(id).resolve("data"), Bodies.random(number, 100));
        contents.put(area(id).resolve("startedat"), startedAt.toString());
        contents.put(area(id).resolve("hashstates/sha256/50"), "state");
        contents.put(area(id).resolve("hashstates/sha256/100"), "state");
        return id;
    }

    /** Returns the keys of all objects of uploads. */
    List<String> remains() throws IOException {
        return contents.all().keySet().stream()
                .filter(key -> key.contains("/_uploads/") || key.startsWith(".moorage/"))
                .toList();
    }
}
