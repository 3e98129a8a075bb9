package dev.moorage.application.service.mirror;

import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.mirror.MirrorImages;
import dev.moorage.application.port.in.mirror.MirrorObserver;
import dev.moorage.application.port.in.mirror.MirrorReport;
import dev.moorage.application.port.in.mirror.MirrorRequest;
import dev.moorage.application.port.in.mirror.MirrorRequest.Image;
import dev.moorage.application.port.in.mirror.MirrorRequest.Repository;
import dev.moorage.application.port.out.upstream.Upstream;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.application.service.proxy.fetch.ProxiedRepository;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.io.Pausing;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Copies images by the fetches of a cache and the use cases of a push. A blob that breaks off continues, in another process too. A
 * manifest is stored when all that it needs is there.
 */
public final class MirrorImagesService implements MirrorImages {
    private final Map<String, Upstream> sources;
    private final Fetches fetches;
    private final GetBlob blobs;
    private final Function<ManifestPolicy, ManifestUseCases> manifests;
    private final ManifestPolicy policy;
    private final Pausing pausing;

    /**
     * @param sources the registries that requests can name
     * @param manifests returns the use cases that store manifests by a policy
     * @param policy the policy of this registry. A request for some platforms has one that requires those alone
     */
    public MirrorImagesService(
            Map<String, Upstream> sources,
            Fetches fetches,
            GetBlob blobs,
            Function<ManifestPolicy, ManifestUseCases> manifests,
            ManifestPolicy policy,
            Pausing pausing) {
        this.sources = Map.copyOf(sources);
        this.fetches = fetches;
        this.blobs = blobs;
        this.manifests = manifests;
        this.policy = policy;
        this.pausing = pausing;
    }

    @Override
    public MirrorReport mirror(MirrorRequest request, MirrorObserver observer) throws IOException {
        Upstream upstream = Optional.ofNullable(sources.get(request.registry()))
                .orElseThrow(() -> new IllegalArgumentException(request.registry()));
        MirrorTally tally = new MirrorTally(observer);
        Patience patience = new Patience(pausing, observer);
        switch (request.images()) {
            case Image image ->
                run(request, upstream, image.source(), image.target(), patience, tally)
                        .one(image.reference(), image.tag());
            case Repository repository ->
                run(request, upstream, repository.source(), repository.target(), patience, tally)
                        .tags(repository);
        }
        return tally.report();
    }

    private MirrorRun run(
            MirrorRequest request,
            Upstream upstream,
            RepositoryName remote,
            RepositoryName name,
            Patience patience,
            MirrorTally tally) {
        ManifestPolicy required = request.platforms().isPresent()
                ? new ManifestPolicy(request.platforms(), policy.maxReferences())
                : policy;
        MirroredTree.Parts parts = new MirroredTree.Parts(
                new Source(upstream, remote, patience),
                new StoredImages(name, blobs, manifests.apply(required)),
                new ProxiedRepository(name, upstream, remote),
                fetches,
                patience,
                request.platforms(),
                required,
                tally);
        return new MirrorRun(parts, request, remote);
    }
}
