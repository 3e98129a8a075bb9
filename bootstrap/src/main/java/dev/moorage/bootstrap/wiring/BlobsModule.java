package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.policy.WritePolicy;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;

/** Reads, mounts and deletions of blobs. */
final class BlobsModule extends FeatureModule {
    @Provides
    @Singleton
    static BlobUseCases blobs(
            StorageDriver storage,
            Docket docket,
            StorageConfig configuration,
            WritePolicy policy,
            MemoryBudget memory,
            ComputePool computing,
            CurrentRules rules,
            RegistryEvents events) {
        BlobUseCases blobs = BlobServices.over(storage, docket, configuration.redirects(), events);
        return policy.blobs(blobs.with(
                blobs.get(), ManifestServices.keepingNeeded(blobs.delete(), storage, memory, computing, rules)));
    }
}
