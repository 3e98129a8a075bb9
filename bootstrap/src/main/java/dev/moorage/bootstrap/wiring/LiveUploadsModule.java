package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.port.in.live.ListLiveUploads;
import dev.moorage.application.port.in.live.ScanUploads;
import dev.moorage.application.service.live.ListLiveUploadsService;
import dev.moorage.application.service.live.LiveReporter;
import dev.moorage.application.service.live.LiveTransfers;
import dev.moorage.application.service.live.OtherReplicas;
import dev.moorage.application.service.live.Replica;
import dev.moorage.application.service.live.ScanUploadsService;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The uploads that are under way, for operators and for those that push. */
final class LiveUploadsModule extends FeatureModule {
    @Provides
    @Singleton
    static LiveTransfers transfers(InstantSource clock) {
        return new LiveTransfers(clock);
    }

    @ProvidesIntoSet
    static Listening listening(LiveTransfers transfers) {
        return new Listening(Optional.of(transfers));
    }

    @Provides
    @Singleton
    static Replica replica() {
        // Two servers with the same number would only hide each other's uploads, so a random number for secrets is not
        // needed.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new Replica(HostName.get(), new UUID(random.nextLong(), random.nextLong()).toString());
    }

    @Provides
    @Singleton
    static ListLiveUploads uploads(
            StorageDriver storage, LiveTransfers transfers, Replica replica, WritesConfig writes, InstantSource clock) {
        OtherReplicas others = new OtherReplicas(storage, replica, clock, !writes.readOnly());
        return new ListLiveUploadsService(transfers, replica, others, clock);
    }

    @Provides
    @Singleton
    static ScanUploads scan(StorageDriver storage, ListLiveUploads uploads, InstantSource clock) {
        return new ScanUploadsService(UploadServices.pages(storage), uploads, clock);
    }

    @ProvidesIntoSet
    static PeriodicTask reporting(
            StorageDriver storage, LiveTransfers transfers, Replica replica, WritesConfig writes, InstantSource clock) {
        return new LiveReporting(new LiveReporter(storage, transfers, replica, clock), writes.readOnly());
    }
}
