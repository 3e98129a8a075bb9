package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.service.live.LiveTransfers;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.section.MetricsConfig;
import dev.moorage.bootstrap.section.OperationsConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.metrics.RegistryMetrics;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Metrics for Prometheus, at the address for operators. */
final class MetricsModule extends FeatureModule {
    MetricsModule() {
        super(MetricsConfig.SECTION);
    }

    @Override
    List<String> warnings(Configuration configuration) {
        return configuration.get(MetricsConfig.class).enabled()
                        && configuration.get(OperationsConfig.class).listen().isEmpty()
                ? List.of("http.debug.prometheus.enabled: is without effect unless http.debug.addr is set")
                : List.of();
    }

    @Provides
    @Singleton
    static Metrics metrics(
            MetricsConfig configuration,
            OperationsConfig operations,
            StorageConfig storage,
            LiveTransfers transfers,
            InstantSource clock) {
        return configuration.enabled() && operations.listen().isPresent()
                ? Metrics.on(new RegistryMetrics(version(), storage.type(), transfers, clock))
                : Metrics.off();
    }

    static String version() {
        return Optional.ofNullable(MetricsModule.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    @ProvidesIntoSet
    static Listening listening(Metrics metrics) {
        return metrics.listening();
    }

    @ProvidesIntoSet
    static StorageWatch watch(Metrics metrics) {
        return metrics.watch();
    }
}
