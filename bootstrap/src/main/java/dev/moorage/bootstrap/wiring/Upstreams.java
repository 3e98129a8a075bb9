package dev.moorage.bootstrap.wiring;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.FetchedManifests;
import dev.moorage.application.service.proxy.GuardedUpstream;
import dev.moorage.application.service.proxy.ProxiedRepositories;
import dev.moorage.application.service.proxy.ProxyServices;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.ProxyConfig;
import dev.moorage.bootstrap.section.UpstreamConfig;
import dev.moorage.bootstrap.section.UpstreamConfig.Login;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.net.ProxyVariables;
import dev.moorage.upstream.CredentialHelper;
import dev.moorage.upstream.HttpUpstream;
import dev.moorage.upstream.UpstreamCredentials;
import dev.moorage.upstream.UpstreamSettings;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/** Opens the upstreams of a configuration. */
final class Upstreams {
    private final int maxManifestBytes;
    private final InstantSource clock;
    private final OpenResources resources;

    Upstreams(int maxManifestBytes, InstantSource clock, OpenResources resources) {
        this.maxManifestBytes = maxManifestBytes;
        this.clock = clock;
        this.resources = resources;
    }

    /**
     * Checks the files and variables that upstreams need.
     *
     * @throws InvalidConfigurationException with the first one that is wrong
     */
    static void check(ProxyConfig configuration) throws InvalidConfigurationException {
        ProxyVariables _ = variables();
        for (UpstreamConfig upstream : configuration.upstreams()) {
            Optional<SSLContext> _ = trust(upstream);
        }
    }

    static ProxyVariables variables() throws InvalidConfigurationException {
        try {
            return ProxyVariables.of(System.getenv());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(List.of("proxy: " + e.getMessage()));
        }
    }

    private static Optional<SSLContext> trust(UpstreamConfig upstream) throws InvalidConfigurationException {
        return upstream.caFile().isPresent()
                ? Optional.of(IssuerKeySources.trusting(
                        upstream.path() + ".cafile", upstream.caFile().get()))
                : Optional.empty();
    }

    ProxyServices open(
            ProxyConfig configuration,
            StorageDriver storage,
            Docket docket,
            PortableHashing hashing,
            MemoryBudget memory,
            ComputePool computing)
            throws InvalidConfigurationException {
        List<ProxiedRepositories.Entry> entries = new ArrayList<>();
        for (UpstreamConfig upstream : configuration.upstreams()) {
            entries.add(
                    upstream.isOffline()
                            ? ProxiedRepositories.Entry.offline(upstream.prefix())
                            : new ProxiedRepositories.Entry(
                                    upstream.prefix(),
                                    new GuardedUpstream(
                                            resources.add(new HttpUpstream(settings(upstream), clock)), clock),
                                    new ProxiedRepositories.Rules(
                                            upstream.tagLife(), upstream.negativeLife(), upstream.servesMissing())));
        }
        Fetches fetches =
                resources.add(new Fetches(storage, docket, hashing, () -> new FetchId(UUID.randomUUID()), clock));
        return new ProxyServices(
                new ProxiedRepositories(entries),
                fetches,
                new FetchedManifests(storage, docket, memory, computing),
                storage);
    }

    private UpstreamSettings settings(UpstreamConfig upstream) throws InvalidConfigurationException {
        return new UpstreamSettings(
                upstream.remote(),
                credentials(upstream.login(), upstream.remote(), clock),
                upstream.realms(),
                upstream.redirects(),
                trust(upstream),
                variables(),
                maxManifestBytes,
                UpstreamSettings.Times.PRODUCTION);
    }

    /** Returns where the credentials of a login come from. */
    static UpstreamCredentials.Source credentials(Login login, URI remote, InstantSource clock) {
        return switch (login) {
            case Login.Anonymous _ -> Optional::empty;
            case Login.Password(String user, String password) -> {
                Optional<UpstreamCredentials> known = Optional.of(new UpstreamCredentials(user, password));
                yield () -> known;
            }
            case Login.Helper(String command, var life) ->
                new CredentialHelper(command, remote.toString(), life, clock);
        };
    }
}
