package dev.moorage.application.service.proxy;

import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.maintenance.PrefetchException;
import dev.moorage.application.port.in.maintenance.PrefetchImages;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.retention.ReferrerTags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Fetches images through the decorators that clients' pulls go through, so that the same content is kept in the same way. */
final class PrefetchService implements PrefetchImages {
    /** How many blobs of a manifest are fetched simultaneously. */
    private static final int PARALLEL = 4;

    /** What the tags of cosign end with. */
    private static final List<String> COSIGN = List.of(".sig", ".att", ".sbom");

    private final ProxiedRepositories repositories;
    private final GetManifest manifests;
    private final ListReferrers referrers;
    private final GetBlob blobs;
    private final GetBlob stored;
    private final Fetches fetches;

    /**
     * @param manifests reads manifests, and fetches what is missing
     * @param blobs reads blobs, and fetches what is missing
     * @param stored reads stored blobs only
     */
    PrefetchService(
            ProxiedRepositories repositories,
            GetManifest manifests,
            ListReferrers referrers,
            GetBlob blobs,
            GetBlob stored,
            Fetches fetches) {
        this.repositories = repositories;
        this.manifests = manifests;
        this.referrers = referrers;
        this.blobs = blobs;
        this.stored = stored;
        this.fetches = fetches;
    }

    @Override
    public Prefetched prefetch(Request request) throws IOException {
        if (repositories.find(request.repository()).isEmpty()) {
            throw new PrefetchException("its content comes from no upstream");
        }
        Image image = new Image(request);
        try {
            Digest digest = manifests.resolve(request.repository(), request.reference());
            image.manifest(digest);
            return new Prefetched(digest, image.manifests.size(), image.blobs.size(), image.bytes.get());
        } catch (RegistryException e) {
            throw new PrefetchException(String.valueOf(e.getMessage()));
        }
    }

    /** An image that is being fetched. */
    private final class Image {
        private final Request request;
        private final RepositoryName repository;
        private final Set<Digest> manifests = new HashSet<>();
        private final Set<Digest> blobs = ConcurrentHashMap.newKeySet();
        private final AtomicLong bytes = new AtomicLong();

        Image(Request request) {
            this.request = request;
            this.repository = request.repository();
        }

        void manifest(Digest digest) throws IOException {
            if (!manifests.add(digest)) {
                return;
            }
            Digest _ = PrefetchService.this.manifests.resolve(repository, new Reference.ByDigest(digest));
            List<ContentReference> content = content(digest);
            List<ContentReference> layers = content.stream()
                    .filter(reference -> reference.kind() == ContentReference.Kind.BLOB)
                    .toList();
            ParallelWork.forEach(layers, PARALLEL, this::blob);
            for (ContentReference entry : content) {
                if (entry.kind() != ContentReference.Kind.BLOB && isWanted(entry)) {
                    entry(entry);
                }
            }
            if (request.referrers()) {
                referrers(digest);
            }
        }

        private List<ContentReference> content(Digest digest) throws IOException {
            List<ContentReference> content = new ArrayList<>();
            try (ManifestContent manifest = PrefetchService.this.manifests.get(repository, digest)) {
                byte[] text = new byte[manifest.bytes().remaining()];
                manifest.bytes().get(text);
                StoredManifest _ = StoredManifest.read(text, new ManifestObserver() {
                    @Override
                    public void reference(ContentReference reference) {
                        content.add(reference);
                    }
                });
            }
            return content;
        }

        private boolean isWanted(ContentReference entry) {
            return request.platforms().isEmpty()
                    || entry.platform().isEmpty()
                    || request.platforms().contains(entry.platform().get());
        }

        /** Fetches an entry of an index. One of an unknown kind is a manifest or a blob. */
        private void entry(ContentReference entry) throws IOException {
            if (entry.kind() == ContentReference.Kind.MANIFEST || isManifest(entry.digest())) {
                manifest(entry.digest());
            } else {
                blob(entry);
            }
        }

        private boolean isManifest(Digest digest) throws IOException {
            return find(new Reference.ByDigest(digest)).isPresent();
        }

        private Optional<Digest> find(Reference reference) throws IOException {
            try {
                return Optional.of(PrefetchService.this.manifests.resolve(repository, reference));
            } catch (RegistryException e) {
                if (Unknown.isMissing(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        private void blob(ContentReference reference) throws IOException {
            Digest digest = reference.digest();
            if (blobs.contains(digest)) {
                return;
            }
            try {
                BlobInfo _ = PrefetchService.this.blobs.request(repository, digest);
                fetches.await(digest);
                bytes.addAndGet(stored.stat(repository, digest).size());
                blobs.add(digest);
            } catch (RegistryException e) {
                if (!Unknown.isMissing(e) || !reference.mayBeMissing()) {
                    throw new PrefetchException(digest + " is not kept: " + e.getMessage());
                }
            }
        }

        private void referrers(Digest subject) throws IOException {
            List<Digest> found = new ArrayList<>();
            Optional<Digest> after = Optional.empty();
            do {
                try (ReferrersPage page = referrers.list(repository, subject, Optional.empty(), after)) {
                    page.referrers().forEach(each -> found.add(each.descriptor().digest()));
                    after = page.next();
                }
            } while (after.isPresent());
            for (String end : COSIGN) {
                find(new Reference.ByTag(new Tag(ReferrerTags.of(subject) + end)))
                        .ifPresent(found::add);
            }
            for (Digest digest : found) {
                manifest(digest);
            }
        }
    }
}
