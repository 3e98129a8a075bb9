package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.port.in.quota.QuotaUseCases;
import dev.moorage.application.service.policy.WritePolicy;
import dev.moorage.application.service.quota.QuotaServices;
import dev.moorage.bootstrap.section.QuotasConfig;
import dev.moorage.storage.spi.StorageDriver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Quotas of namespaces. Without one of them nothing of this is made. */
final class QuotasModule extends FeatureModule {
    QuotasModule() {
        super(QuotasConfig.SECTION);
    }

    @Provides
    @Singleton
    static QuotaServices services(QuotasConfig configuration, StorageDriver storage, InstantSource clock) {
        return new QuotaServices(storage, configuration.quotas(), clock);
    }

    @Provides
    @Singleton
    static QuotaUseCases useCases(QuotaServices services) {
        return services.useCases();
    }

    @Provides
    @Singleton
    static Optional<ServerQuotas> quotas(
            QuotasConfig configuration, WritePolicy policy, QuotaServices services, QuotaUseCases useCases) {
        if (!configuration.isUsed() || policy.readOnly()) {
            return Optional.empty();
        }
        ServerQuotas quotas = new ServerQuotas(
                configuration.quotas(),
                services,
                services.ledger(() -> UUID.randomUUID().toString()),
                useCases);
        UsageSharing.share(quotas); // So that the first request is decided by what is known.
        return Optional.of(quotas);
    }

    @ProvidesIntoSet
    static PeriodicTask sharing(Optional<ServerQuotas> quotas) {
        return new UsageSharing(quotas);
    }

    @ProvidesIntoSet
    static PeriodicTask measuring(QuotasConfig configuration, Optional<ServerQuotas> quotas) {
        return new UsageMeasuring(quotas, configuration.interval());
    }

    /** How often servers tell each other what they have added. */
    static final Duration EACH = Duration.ofSeconds(10);
}
