package dev.moorage.application.service.proxy;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.cache.UseCaseStack;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.maintenance.PrefetchImages;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.service.manifest.FetchedManifests;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.storage.spi.StorageDriver;

/** The decorators that fetch what a repository does not have from its upstream. They are outside of the caches. */
public final class ProxyServices {
    /** The heap for each manifest that is fetched, in bytes: several times the largest one, which is read, copied and parsed. */
    private static final long MANIFEST_SHARE = 32L << 20;

    private final ProxiedRepositories repositories;
    private final Fetches fetches;
    private final FetchedManifests manifests;
    private final FetchedReferrers fetchedReferrers;
    private final Ticker ticker;
    private final FetchTurns turns =
            new FetchTurns(Math.clamp(Runtime.getRuntime().maxMemory() / MANIFEST_SHARE, 2, 256));

    /** @param fetches the fetches of this replica */
    public ProxyServices(
            ProxiedRepositories repositories, Fetches fetches, FetchedManifests manifests, StorageDriver storage) {
        this(repositories, fetches, manifests, storage, Ticker.systemTicker());
    }

    ProxyServices(
            ProxiedRepositories repositories,
            Fetches fetches,
            FetchedManifests manifests,
            StorageDriver storage,
            Ticker ticker) {
        this.repositories = repositories;
        this.fetches = fetches;
        this.manifests = manifests;
        this.fetchedReferrers = new FetchedReferrers(storage);
        this.ticker = ticker;
    }

    /**
     * Returns the use cases with the decorators around them. A repository that has an upstream cannot be pushed to.
     *
     * @param cached the use cases with their caches
     */
    public UseCaseStack around(UseCaseStack cached) {
        ProxiedWrites writes = new ProxiedWrites(repositories);
        BlobUseCases blobs = cached.blobs();
        ManifestUseCases manifestUseCases = cached.manifests();
        return new UseCaseStack(
                writes.uploads(cached.uploads()),
                new BlobUseCases(blobs(blobs.get()), writes.mount(blobs.mount()), blobs.delete()),
                new ManifestUseCases(
                        manifests(manifestUseCases.get()),
                        writes.put(manifestUseCases.put()),
                        manifestUseCases.delete(),
                        referrers(manifestUseCases.referrers())),
                new RepositoryUseCases(
                        tags(cached.repositories().tags()),
                        cached.repositories().repositories()));
    }

    /**
     * Returns a use case that fetches images before a client asks for them.
     *
     * @param blobs the use cases without decorators
     */
    public PrefetchImages prefetching(BlobUseCases blobs, ManifestUseCases manifestUseCases) {
        return new PrefetchService(
                repositories,
                manifests(manifestUseCases.get()),
                referrers(manifestUseCases.referrers()),
                blobs(blobs.get()),
                blobs.get(),
                fetches);
    }

    /** Returns a use case that also reads blobs of upstreams. */
    GetBlob blobs(GetBlob stored) {
        return new ProxiedBlobs(stored, repositories, fetches);
    }

    /** Returns a use case that lists the tags of upstreams. */
    ListTags tags(ListTags stored) {
        return new ProxiedTags(stored, repositories);
    }

    /** Returns a use case that also lists the referrers that manifests have at upstreams. */
    ListReferrers referrers(ListReferrers stored) {
        return new ProxiedReferrers(
                stored, repositories, new UpstreamReferrers(fetchedReferrers, new TagChecks(ticker), turns));
    }

    /** Returns a use case that also reads manifests of upstreams. */
    GetManifest manifests(GetManifest stored) {
        return new ProxiedManifests(stored, repositories, manifests, new TagChecks(ticker), turns);
    }
}
