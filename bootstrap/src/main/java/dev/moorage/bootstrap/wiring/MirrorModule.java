package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.service.access.CurrentRules;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.policy.WritePolicy;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.bootstrap.section.ManifestsConfig;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.time.InstantSource;
import java.util.UUID;

/** Copies of what other registries have, by a command. */
final class MirrorModule extends FeatureModule {
    @Provides
    @Singleton
    static Fetches fetches(
            StorageDriver storage,
            Docket docket,
            PortableHashing hashing,
            InstantSource clock,
            OpenResources resources) {
        return resources.add(new Fetches(storage, docket, hashing, () -> new FetchId(UUID.randomUUID()), clock));
    }

    @Provides
    @Singleton
    static Mirroring mirroring(
            StorageDriver storage,
            Docket docket,
            Fetches fetches,
            BlobUseCases blobs,
            ManifestsConfig configuration,
            MemoryBudget memory,
            ComputePool computing,
            WritePolicy writes,
            CurrentRules rules,
            RegistryEvents events,
            InstantSource clock,
            OpenResources resources) {
        return new Mirroring(
                fetches,
                blobs,
                policy -> writes.manifests(
                        ManifestServices.over(storage, docket, policy, memory, computing, rules, events)),
                configuration,
                clock,
                resources);
    }
}
