package dev.moorage.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.health.CheckHealth;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.health.StorageHealthService;
import dev.moorage.bootstrap.caching.BlobDescriptorCache;
import dev.moorage.bootstrap.caching.ManifestCache;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.section.CacheConfig;
import dev.moorage.bootstrap.section.CatalogConfig;
import dev.moorage.bootstrap.section.HttpConfig;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.ManifestsConfig;
import dev.moorage.bootstrap.section.OperationsConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.TlsConfig;
import dev.moorage.bootstrap.section.UploadsConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.http.HttpSettings;
import dev.moorage.http.RegistryServlet;
import dev.moorage.http.auth.AccessControl;
import dev.moorage.http.health.HealthServlet;
import dev.moorage.http.health.ListenerCheck;
import dev.moorage.http.jetty.JettyConnection;
import dev.moorage.http.jetty.JettyServer;
import dev.moorage.http.jetty.TlsSettings;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Binds the HTTP adapter. */
public final class HttpModule extends AbstractModule {
    private final TransferBuffers downloads;
    private final Optional<TlsSettings> tls;
    private final AccessControl access;

    public HttpModule(TransferBuffers downloads, Optional<TlsSettings> tls, AccessControl access) {
        this.downloads = downloads;
        this.tls = tls;
        this.access = access;
    }

    @Provides
    @Singleton
    static CheckHealth health(StorageDriver storage) {
        return new StorageHealthService(storage);
    }

    @Provides
    @Singleton
    static Servers servers(Configuration configuration, JettyServer registry, CheckHealth health) {
        Map<String, CheckHealth> checks = Map.of(
                "storagedriver_" + configuration.get(StorageConfig.class).type(),
                health,
                "http",
                new ListenerCheck(
                        registry::address,
                        configuration.get(TlsConfig.class).tls().isPresent()));
        return new Servers(
                registry,
                configuration
                        .get(OperationsConfig.class)
                        .listen()
                        .map(settings -> new JettyServer(settings, new HealthServlet(checks))));
    }

    private static HttpSettings settings(Configuration configuration) {
        HttpConfig http = configuration.get(HttpConfig.class);
        WritesConfig writes = configuration.get(WritesConfig.class);
        return new HttpSettings(
                http.prefix(),
                http.externalUrl(),
                http.headers(),
                writes.readOnly(),
                writes.deleteEnabled(),
                configuration.get(ManifestsConfig.class).maxBytes(),
                configuration.get(CatalogConfig.class).maxEntries(),
                OptionalLong.empty(),
                configuration.get(UploadsConfig.class).maxOpen());
    }

    @Provides
    @Singleton
    JettyServer registry(
            Configuration configuration,
            UploadUseCases uploads,
            BlobUseCases blobs,
            ManifestUseCases manifests,
            RepositoryUseCases repositories,
            StorageDriver storage,
            MemoryBudget memory) {
        CacheConfig cache = configuration.get(CacheConfig.class);
        BlobDescriptorCache descriptors = new BlobDescriptorCache(cache.blobDescriptors(), cache.life());
        ManifestCache contents = new ManifestCache(cache.manifestBytes(), cache.life(), memory);
        return new JettyServer(
                configuration.get(ListenConfig.class).settings(),
                tls,
                new RegistryServlet(
                        settings(configuration)
                                .withChunkMinLength(storage.capabilities().smallestAppend()),
                        uploads.withCommits(
                                descriptors.pushing(uploads.push()), descriptors.completing(uploads.complete())),
                        blobs.with(descriptors.reading(blobs.get()), descriptors.deleting(blobs.delete())),
                        manifests.with(
                                contents.reading(manifests.get()),
                                descriptors.putting(manifests.put()),
                                contents.deleting(manifests.delete())),
                        repositories,
                        access,
                        downloads,
                        memory,
                        new JettyConnection()));
    }
}
