package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.garbage.trash.TrashedContent;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Puts manifests of one repository back from the trash, with the content that they need. */
final class RevivedManifests {
    /** How deep indexes in indexes come back. Deeper ones have to be pushed again. */
    private static final int MOST_LEVELS = 8;

    private final RepositoryName repository;
    private final ManifestPolicy policy;
    private final RepositoryBlobs blobs;
    private final ManifestStore manifests;
    private final Links links;
    private final int level;
    /** The manifests that have come back, by the digests under which the repository has them. */
    private final Map<Digest, Revived> manifestsBack = new ConcurrentHashMap<>();

    /** A manifest that has come back. */
    private record Revived(RequiredContent content, Optional<Digest> subject) {}

    RevivedManifests(
            RepositoryName repository,
            ManifestPolicy policy,
            RepositoryBlobs blobs,
            ManifestStore manifests,
            Links links) {
        this(repository, policy, blobs, manifests, links, 0);
    }

    private RevivedManifests(
            RepositoryName repository,
            ManifestPolicy policy,
            RepositoryBlobs blobs,
            ManifestStore manifests,
            Links links,
            int level) {
        this.repository = repository;
        this.policy = policy;
        this.blobs = blobs;
        this.manifests = manifests;
        this.links = links;
        this.level = level;
    }

    /**
     * Puts a manifest back, if the trash names it and all that it needs is there or in the trash.
     *
     * @param reliance receives what the manifest relies on
     */
    boolean revive(Digest digest, Reliance reliance, TrashedContent trash) throws IOException {
        Optional<Digest> bytes = level == MOST_LEVELS ? Optional.empty() : trash.revision(digest);
        return bytes.isPresent() && revive(digest, bytes.get(), reliance, trash);
    }

    /**
     * Returns whether a manifest that is there is whole, as far as this object has put it back: its content is looked at again,
     * and written again where it has left since. Other manifests keep their content.
     *
     * @param reliance receives what the manifest relies on
     */
    boolean stays(Digest digest, Reliance reliance, TrashedContent trash) throws IOException {
        Revived manifest = manifestsBack.get(digest);
        if (manifest == null) {
            return true;
        }
        boolean whole = manifest.content().missing(reliance, trash).isEmpty();
        refer(digest, manifest.subject());
        return whole;
    }

    private boolean revive(Digest digest, Digest bytes, Reliance reliance, TrashedContent trash) throws IOException {
        reliance.add(new ManifestRevision(repository, digest));
        reliance.add(new Blob(bytes));
        List<ContentReference> references = new ArrayList<>();
        Optional<StoredManifest> manifest = read(bytes, references);
        if (manifest.isEmpty()) {
            return false;
        }
        RequiredContent content = new RequiredContent(repository, references, policy, blobs, manifests, deeper());
        content.removable().forEach(reliance::add);
        if (!content.missing(reliance, trash).isEmpty()) {
            return false;
        }
        Optional<Digest> subject = manifest.get().subject();
        manifestsBack.put(digest, new Revived(content, subject));
        links.write(RegistryKeys.revisionLink(repository, digest), bytes);
        refer(digest, subject);
        return true;
    }

    private void refer(Digest digest, Optional<Digest> subject) throws IOException {
        if (subject.isPresent()) {
            links.write(RegistryKeys.referrerLink(repository, subject.get(), digest), digest);
        }
    }

    private RevivedManifests deeper() {
        return new RevivedManifests(repository, policy, blobs, manifests, links, level + 1);
    }

    private Optional<StoredManifest> read(Digest bytes, List<ContentReference> references) throws IOException {
        Optional<StoredBytes> found = manifests.readUndamaged(bytes);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (StoredBytes stored = found.get()) {
            return Optional.of(stored.parse(new ManifestObserver() {
                @Override
                public void reference(ContentReference reference) {
                    references.add(reference);
                }
            }));
        }
    }
}
