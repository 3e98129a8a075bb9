package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.service.live.Replica;
import dev.moorage.application.service.retention.pulls.PullRecorder;
import dev.moorage.bootstrap.section.ProxyConfig;
import dev.moorage.bootstrap.section.RetentionConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;
import java.util.Optional;

/** The record of pulls, which exists only where a policy of retention asks for it, or content of upstreams leaves by its use. */
final class PullsModule extends FeatureModule {
    @Provides
    @Singleton
    static Optional<PullRecorder> recorder(
            RetentionConfig configuration,
            ProxyConfig proxy,
            WritesConfig writes,
            StorageDriver storage,
            Replica replica,
            InstantSource clock) {
        boolean needed = configuration.policies().needPulls() || proxy.limits().areAny();
        return needed && !writes.readOnly()
                ? Optional.of(new PullRecorder(storage, replica.instance(), configuration.ignored(), clock))
                : Optional.empty();
    }

    @ProvidesIntoSet
    static Listening listening(Optional<PullRecorder> recorder) {
        return new Listening(recorder.map(listener -> listener));
    }

    @ProvidesIntoSet
    static PeriodicTask recording(Optional<PullRecorder> recorder) {
        return new PullRecording(recorder);
    }
}
