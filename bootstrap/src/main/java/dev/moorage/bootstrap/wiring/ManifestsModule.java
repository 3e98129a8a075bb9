package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.policy.WritePolicy;
import dev.moorage.bootstrap.section.ManifestsConfig;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.time.Duration;

/** Reads, pushes and deletions of manifests, and the lists of referrers. */
final class ManifestsModule extends FeatureModule {
    /** How long a client may send or take nothing of a manifest while other requests wait for the memory that it holds. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    ManifestsModule() {
        super(ManifestsConfig.SECTION);
    }

    @Provides
    @Singleton
    static MemoryBudget memory(ManifestsConfig configuration) {
        return new MemoryBudget(configuration.memoryBytes(), configuration.patience(), SILENCE);
    }

    @Provides
    @Singleton
    static ManifestUseCases manifests(
            StorageDriver storage,
            Docket docket,
            ManifestsConfig configuration,
            MemoryBudget memory,
            ComputePool computing,
            WritePolicy policy,
            CurrentRules rules,
            RegistryEvents events) {
        return policy.manifests(
                ManifestServices.over(storage, docket, configuration.policy(), memory, computing, rules, events));
    }
}
