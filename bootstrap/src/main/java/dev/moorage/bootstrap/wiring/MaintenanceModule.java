package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.port.in.archive.ExportImages;
import dev.moorage.application.port.in.archive.ImportImages;
import dev.moorage.application.port.in.archive.ListInventory;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.maintenance.ManageCache;
import dev.moorage.application.port.in.maintenance.PrefetchImages;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.notification.ManageDeadLetters;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.archive.ExportImagesService;
import dev.moorage.application.service.archive.ImportImagesService;
import dev.moorage.application.service.archive.ListInventoryService;
import dev.moorage.application.service.eviction.ManageCacheService;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.maintenance.MaintenanceServices;
import dev.moorage.application.service.notification.outbox.DeadLettersService;
import dev.moorage.application.service.proxy.ProxyServices;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.ManifestsConfig;
import dev.moorage.bootstrap.section.ProxyConfig;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The operators' use cases: verification of the storage, the index of referrers, archives of images, content of upstreams, and
 * notifications that wait.
 */
final class MaintenanceModule extends FeatureModule {
    @Provides
    @Singleton
    static MaintenanceServices maintenance(
            StorageDriver storage,
            Docket docket,
            ManifestsConfig manifests,
            TransferBuffers buffers,
            ComputePool computing,
            InstantSource clock) {
        return MaintenanceServices.over(storage, docket, manifests.policy(), buffers, computing, clock);
    }

    @Provides
    @Singleton
    static ManageDeadLetters deadLetters(StorageDriver storage) {
        return new DeadLettersService(storage);
    }

    @Provides
    @Singleton
    static ExportImages export(ManifestUseCases manifests, BlobUseCases blobs, RepositoryUseCases repositories) {
        return new ExportImagesService(manifests, blobs, repositories.tags());
    }

    @Provides
    @Singleton
    static ImportImages importing(
            UploadUseCases uploads, BlobUseCases blobs, ManifestUseCases manifests, ManifestsConfig configuration) {
        return new ImportImagesService(uploads.push(), blobs, manifests, configuration.policy());
    }

    @Provides
    @Singleton
    static ListInventory inventory(StorageDriver storage) {
        return new ListInventoryService(storage);
    }

    @Provides
    @Singleton
    static ManageCache cache(StorageDriver storage, ProxyConfig proxy, InstantSource clock, ComputePool computing) {
        return new ManageCacheService(storage, proxy.limits(), clock, computing);
    }

    @Provides
    @Singleton
    static PrefetchImages prefetching(Optional<ProxyServices> proxy, BlobUseCases blobs, ManifestUseCases manifests)
            throws InvalidConfigurationException {
        return proxy.map(services -> services.prefetching(blobs, manifests))
                .orElseThrow(
                        () -> new InvalidConfigurationException(List.of("proxy: names no registry to fetch from")));
    }
}
