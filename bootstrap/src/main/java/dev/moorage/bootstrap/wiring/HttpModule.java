package dev.moorage.bootstrap.wiring;

import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.cache.UseCaseStack;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.service.health.StorageFailures;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.CatalogConfig;
import dev.moorage.bootstrap.section.HealthConfig.Pace;
import dev.moorage.bootstrap.section.HttpConfig;
import dev.moorage.bootstrap.section.ListenConfig;
import dev.moorage.bootstrap.section.ManifestsConfig;
import dev.moorage.bootstrap.section.ProxyConfig;
import dev.moorage.bootstrap.section.TlsConfig;
import dev.moorage.bootstrap.section.UploadsConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.http.HttpOperations;
import dev.moorage.http.HttpSettings;
import dev.moorage.http.RegistryServlet;
import dev.moorage.http.auth.HttpAccess;
import dev.moorage.http.health.ListenerCheck;
import dev.moorage.http.jetty.JettyConnection;
import dev.moorage.http.jetty.JettyServer;
import dev.moorage.http.jetty.TlsSettings;
import dev.moorage.http.page.ServedPage;
import dev.moorage.http.route.MirroredRegistries;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The HTTP interface, and the address and TLS that it is served with. */
final class HttpModule extends FeatureModule {
    private static final int DOWNLOAD_BUFFER = 256 << 10;
    private static final int MAX_DOWNLOAD_BUFFERS = 64;

    /** A short peak of load is not reported. */
    private static final Pace OWN_PORT = new Pace(Duration.ofSeconds(2), 3);

    HttpModule() {
        super(ListenConfig.SECTION, HttpConfig.SECTION, TlsConfig.SECTION);
    }

    @Override
    void check(Configuration configuration) throws InvalidConfigurationException {
        TlsFiles.check(configuration.get(TlsConfig.class).tls());
    }

    @Provides
    @Singleton
    static Optional<TlsSettings> tls(TlsConfig configuration, OpenResources resources)
            throws InvalidConfigurationException {
        return configuration.tls().isPresent()
                ? Optional.of(
                        resources.add(TlsFiles.open(configuration.tls().get())).settings())
                : Optional.empty();
    }

    @Provides
    @Singleton
    static HttpSettings settings(
            HttpConfig http,
            WritesConfig writes,
            ManifestsConfig manifests,
            CatalogConfig catalog,
            UploadsConfig uploads,
            ProxyConfig proxy,
            StorageDriver storage) {
        return new HttpSettings(
                        http.prefix(),
                        http.externalUrl(),
                        http.headers(),
                        writes.readOnly() || proxy.isWhole(),
                        writes.deleteEnabled(),
                        manifests.maxBytes(),
                        catalog.maxEntries(),
                        OptionalLong.empty(),
                        uploads.maxOpen(),
                        mirrored(proxy))
                .withChunkMinLength(storage.limits().minChunkLength());
    }

    private static MirroredRegistries mirrored(ProxyConfig proxy) {
        return new MirroredRegistries(proxy.upstreams().stream()
                .map(upstream -> new MirroredRegistries.Mirrored(
                        upstream.prefix(),
                        upstream.names().aliases(),
                        upstream.names().hosts()))
                .toList());
    }

    /**
     * Parameters are made in their order. Access control comes first, so that a start with an htpasswd file that cannot be used
     * makes nothing in the storage.
     */
    @Provides
    @Singleton
    static RegistryServlet servlet(
            HttpAccess access,
            HttpSettings settings,
            UseCaseStack useCases,
            MemoryBudget memory,
            HttpOperations operations,
            Optional<ServedPage> page) {
        // Separate buffers: clients that do not read their downloads take none from those that push.
        TransferBuffers downloads = new TransferBuffers(DOWNLOAD_BUFFER, MAX_DOWNLOAD_BUFFERS);
        return new RegistryServlet(
                settings,
                useCases.uploads(),
                useCases.blobs(),
                useCases.manifests(),
                useCases.repositories(),
                new StorageFailures(),
                access,
                downloads,
                memory,
                new JettyConnection(),
                operations,
                page);
    }

    @Provides
    @Singleton
    static JettyServer registry(ListenConfig configuration, Optional<TlsSettings> tls, RegistryServlet servlet) {
        return new JettyServer(configuration.settings(), tls, servlet);
    }

    @ProvidesIntoSet
    static HealthCheck health(Provider<JettyServer> registry, ListenConfig listen, TlsConfig tls) {
        ListenerCheck check =
                new ListenerCheck(() -> registry.get().address(), tls.tls().isPresent());
        // A Unix domain socket has no address that the check could connect to.
        Optional<Pace> pace = listen.socket().isPresent() ? Optional.empty() : Optional.of(OWN_PORT);
        return new HealthCheck("http", check, pace, true);
    }
}
