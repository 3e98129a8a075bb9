package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.maintenance.CollectGarbage;
import dev.moorage.application.port.in.maintenance.ExplainRetention;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.eviction.Eviction;
import dev.moorage.application.service.garbage.CollectAndEvictService;
import dev.moorage.application.service.garbage.CollectGarbageInTurnService;
import dev.moorage.application.service.garbage.CollectGarbageService;
import dev.moorage.application.service.garbage.ExplainRetentionService;
import dev.moorage.application.service.retention.Retentions;
import dev.moorage.bootstrap.section.GarbageConfig;
import dev.moorage.bootstrap.section.ProxyConfig;
import dev.moorage.bootstrap.section.RetentionConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;

/** The collection of garbage, by the server from time to time and by {@code moorage gc}. */
final class GarbageModule extends FeatureModule {
    GarbageModule() {
        super(GarbageConfig.SECTION, RetentionConfig.SECTION);
    }

    @Provides
    @Singleton
    static Retentions retentions(RetentionConfig configuration, CurrentRules rules) {
        return new Retentions(configuration.policies(), rules);
    }

    @Provides
    @Singleton
    static CollectGarbage garbage(
            StorageDriver storage,
            InstantSource clock,
            Retentions retentions,
            ProxyConfig proxy,
            ComputePool computing) {
        CollectGarbageService collector =
                new CollectGarbageService(storage, clock, retentions, new SecureRandom()::nextLong, computing);
        Eviction eviction = new Eviction(proxy.limits(), computing);
        return eviction.isOn()
                ? new CollectAndEvictService(collector.sparing(eviction::concerns), eviction, storage, clock)
                : collector;
    }

    @Provides
    @Singleton
    static ExplainRetention explanation(
            StorageDriver storage, Retentions retentions, InstantSource clock, ComputePool computing) {
        return new ExplainRetentionService(storage, retentions, clock, computing);
    }

    @ProvidesIntoSet
    static PeriodicTask collecting(
            GarbageConfig configuration,
            WritesConfig writes,
            CollectGarbage collector,
            StorageDriver storage,
            InstantSource clock,
            RegistryEvents events) {
        return new GarbageCollecting(
                configuration,
                new CollectGarbageInTurnService(collector, storage, clock, new SecureRandom()::nextLong),
                writes.readOnly(),
                () -> LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault()),
                events);
    }
}
