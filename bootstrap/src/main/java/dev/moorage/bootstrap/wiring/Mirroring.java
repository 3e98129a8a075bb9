package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.mirror.MirrorImages;
import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.mirror.MirrorImagesService;
import dev.moorage.application.service.proxy.GuardedUpstream;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.mirror.SourceRegistry;
import dev.moorage.bootstrap.section.ManifestsConfig;
import dev.moorage.storage.spi.io.Pausing;
import dev.moorage.upstream.HttpUpstream;
import dev.moorage.upstream.UpstreamSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** Makes the use case that copies images of other registries. */
public final class Mirroring {
    private final Fetches fetches;
    private final BlobUseCases blobs;
    private final Function<ManifestPolicy, ManifestUseCases> manifests;
    private final ManifestsConfig configuration;
    private final InstantSource clock;
    private final OpenResources resources;

    Mirroring(
            Fetches fetches,
            BlobUseCases blobs,
            Function<ManifestPolicy, ManifestUseCases> manifests,
            ManifestsConfig configuration,
            InstantSource clock,
            OpenResources resources) {
        this.fetches = fetches;
        this.blobs = blobs;
        this.manifests = manifests;
        this.configuration = configuration;
        this.clock = clock;
        this.resources = resources;
    }

    /**
     * Returns the use case with these registries as sources. None of them is dialled yet.
     *
     * @throws InvalidConfigurationException certificates, or variables with the address of a proxy, cannot be used
     */
    public MirrorImages from(List<SourceRegistry> registries) throws InvalidConfigurationException {
        Map<String, Upstream> sources = new HashMap<>();
        for (SourceRegistry registry : registries) {
            sources.put(
                    registry.name(),
                    new GuardedUpstream(resources.add(new HttpUpstream(settings(registry), clock)), clock));
        }
        return new MirrorImagesService(
                sources, fetches, blobs.get(), manifests, configuration.policy(), Pausing::sleep);
    }

    private UpstreamSettings settings(SourceRegistry registry) throws InvalidConfigurationException {
        return new UpstreamSettings(
                registry.address(),
                Upstreams.credentials(registry.login(), registry.address(), clock),
                registry.realms(),
                Set.of(),
                trust(registry),
                Upstreams.variables(),
                configuration.maxBytes(),
                UpstreamSettings.Times.PRODUCTION);
    }

    private static Optional<SSLContext> trust(SourceRegistry registry) throws InvalidConfigurationException {
        if (registry.certificates().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    IssuerKeySources.trusting(registry.certificates().get().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new InvalidConfigurationException(
                    List.of(registry.path() + ": regcert of " + registry.name() + " " + e.getMessage()));
        }
    }

    /** Ends all transfers, and records how far they have come. The next copy continues them at once. */
    public void stop() {
        fetches.close();
    }
}
