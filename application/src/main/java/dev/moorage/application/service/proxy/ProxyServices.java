package dev.moorage.application.service.proxy;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.service.manifest.FetchedManifests;
import dev.moorage.application.service.proxy.fetch.Fetches;

/** The decorators that fetch what a repository does not have from its upstream. They are outside of the caches. */
public final class ProxyServices {
    private final ProxiedRepositories repositories;
    private final Fetches fetches;
    private final FetchedManifests manifests;
    private final Ticker ticker;

    /** @param fetches the fetches of this replica */
    public ProxyServices(ProxiedRepositories repositories, Fetches fetches, FetchedManifests manifests) {
        this(repositories, fetches, manifests, Ticker.systemTicker());
    }

    ProxyServices(ProxiedRepositories repositories, Fetches fetches, FetchedManifests manifests, Ticker ticker) {
        this.repositories = repositories;
        this.fetches = fetches;
        this.manifests = manifests;
        this.ticker = ticker;
    }

    /** Returns a use case that also reads blobs of upstreams. */
    public GetBlob blobs(GetBlob stored) {
        return new ProxiedBlobs(stored, repositories, fetches);
    }

    /** Returns a use case that also reads manifests of upstreams. */
    public GetManifest manifests(GetManifest stored) {
        return new ProxiedManifests(stored, repositories, manifests, new TagChecks(ticker));
    }
}
