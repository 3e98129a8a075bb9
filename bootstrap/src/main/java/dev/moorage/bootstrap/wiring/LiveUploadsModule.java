package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.port.in.live.ListLiveUploads;
import dev.moorage.application.service.live.ListLiveUploadsService;
import dev.moorage.application.service.live.LiveTransfers;
import java.time.InstantSource;
import java.util.Optional;

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
    static ListLiveUploads uploads(LiveTransfers transfers, InstantSource clock) {
        return new ListLiveUploadsService(transfers, HostName.get(), clock);
    }
}
