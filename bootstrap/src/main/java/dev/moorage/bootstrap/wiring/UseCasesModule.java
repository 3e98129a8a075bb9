package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.cache.UseCaseStack;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.proxy.ProxyServices;
import dev.moorage.bootstrap.section.CacheConfig;
import java.util.Optional;

/** The use cases as adapters call them: with quotas and caches in front of the services. */
final class UseCasesModule extends FeatureModule {
    UseCasesModule() {
        super(CacheConfig.SECTION);
    }

    @Provides
    @Singleton
    static UseCaseStack useCases(
            CacheConfig cache,
            UploadUseCases uploads,
            BlobUseCases blobs,
            ManifestUseCases manifests,
            RepositoryUseCases repositories,
            Optional<ServerQuotas> quotas,
            Optional<ProxyServices> proxy,
            MemoryBudget memory,
            Metrics metrics) {
        UseCaseStack all = new UseCaseStack(uploads, blobs, manifests, repositories);
        UseCaseStack services = quotas.map(limits -> limits.around(all)).orElse(all);
        UseCaseStack cached = UseCaseStack.over(
                services,
                new UseCaseStack.CacheSettings(cache.blobDescriptors(), cache.manifestBytes(), cache.life()),
                memory,
                metrics.ofBlobs(),
                metrics.ofManifests());
        return proxy.isPresent() ? proxy.get().around(cached) : cached;
    }
}
