package dev.moorage.application.service.manifest;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.garbage.trash.TrashedContent;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes manifests whole that another one names. It puts them back from the trash, with the content that they need. A manifest
 * that is there may lack content: its push was killed before it looked at the docket again, while a collector was taking
 * out a layer.
 */
final class RevivedManifests {
    /** How deep indexes in indexes come back. Deeper ones have to be pushed again. */
    private static final int MOST_LEVELS = 8;

    private final Docket docket;
    private final RepositoryName repository;
    private final ManifestPolicy policy;
    private final RepositoryBlobs blobs;
    private final ManifestStore manifests;
    private final Links links;
    private final int level;
    /** How many references of manifests that are there may still be looked at. */
    private final AtomicInteger looksLeft;

    private final FoundBlobs found;

    /** The manifests that were read, by the digests under which the repository has them. */
    private final Map<Digest, Named> read = new ConcurrentHashMap<>();

    /** Manifests that were there when no collector had ever condemned anything. */
    private final Set<Digest> whole = ConcurrentHashMap.newKeySet();

    /**
     * A manifest that another one names.
     *
     * @param below the manifests that it names
     */
    private record Named(RequiredContent content, Optional<Digest> subject, RevivedManifests below) {}

    RevivedManifests(
            Docket docket,
            RepositoryName repository,
            ManifestPolicy policy,
            RepositoryBlobs blobs,
            ManifestStore manifests,
            Links links) {
        this(
                docket,
                repository,
                policy,
                blobs,
                manifests,
                links,
                0,
                new AtomicInteger(policy.maxReferences()),
                new FoundBlobs(repository, blobs));
    }

    private RevivedManifests(
            Docket docket,
            RepositoryName repository,
            ManifestPolicy policy,
            RepositoryBlobs blobs,
            ManifestStore manifests,
            Links links,
            int level,
            AtomicInteger looksLeft,
            FoundBlobs found) {
        this.docket = docket;
        this.repository = repository;
        this.policy = policy;
        this.blobs = blobs;
        this.manifests = manifests;
        this.links = links;
        this.level = level;
        this.looksLeft = looksLeft;
        this.found = found;
    }

    /**
     * Reads manifests, as far as the repository has them. {@link #stays} looks at their content later. All manifests of a
     * request have as many references that are looked at as one may have: the content of others is taken to be there.
     *
     * @return what the manifests rely on
     */
    Set<Removable> read(List<Digest> digests) throws IOException {
        Map<Digest, Digest> there = new ConcurrentHashMap<>();
        ParallelWork.forEach(
                digests,
                digest -> links.read(RegistryKeys.revisionLink(repository, digest))
                        .ifPresent(bytes -> there.put(digest, bytes)));
        if (there.isEmpty()) {
            return Set.of();
        }
        if (docket.isUnused()) {
            whole.addAll(there.keySet());
            return Set.of();
        }
        Set<Removable> needs = ConcurrentHashMap.newKeySet();
        ParallelWork.forEach(List.copyOf(there.entrySet()), manifest -> {
            Optional<Named> named = readBytes(manifest.getKey(), manifest.getValue());
            if (named.isPresent()) {
                needs.addAll(named.get().content().removable());
                needs.addAll(named.get().below().read(named.get().content().manifests()));
            }
        });
        return needs;
    }

    private Optional<Named> readBytes(Digest digest, Digest bytes) throws IOException {
        if (level == MOST_LEVELS || looksLeft.get() <= 0) {
            return Optional.empty();
        }
        Optional<Named> manifest = named(bytes, true);
        if (manifest.isEmpty() || looksLeft.addAndGet(-manifest.get().content().size()) < 0) {
            return Optional.empty();
        }
        read.put(digest, manifest.get());
        return manifest;
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
     * Returns whether a manifest that is there is whole. Its content is looked at, and written again where it has left for the
     * trash. A manifest that cannot be read counts as whole.
     *
     * @param bytes the digest under which its bytes are stored
     * @param reliance receives what the manifest relies on
     */
    boolean stays(Digest digest, Digest bytes, Reliance reliance, TrashedContent trash) throws IOException {
        if (whole.contains(digest)) {
            return true;
        }
        Named known = read.get(digest);
        Optional<Named> manifest = known == null ? readBytes(digest, bytes) : Optional.of(known);
        return manifest.isEmpty() || isWhole(digest, manifest.get(), reliance, trash);
    }

    /** Returns the blobs that all manifests of this request have found. */
    FoundBlobs found() {
        return found;
    }

    /** Returns whether this request has put a manifest back, or read it. */
    boolean hasRead(Digest digest) {
        return read.containsKey(digest);
    }

    private boolean isWhole(Digest digest, Named manifest, Reliance reliance, TrashedContent trash) throws IOException {
        manifest.content().removable().forEach(reliance::add);
        boolean whole = manifest.content().missing(reliance, trash).isEmpty();
        if (whole) {
            refer(digest, manifest.subject());
        }
        return whole;
    }

    private boolean revive(Digest digest, Digest bytes, Reliance reliance, TrashedContent trash) throws IOException {
        reliance.add(new ManifestRevision(repository, digest));
        reliance.add(new Blob(bytes));
        Optional<Named> manifest = named(bytes, false);
        if (manifest.isEmpty()) {
            return false;
        }
        manifest.get().content().removable().forEach(reliance::add);
        if (!manifest.get().content().missing(reliance, trash).isEmpty()) {
            return false;
        }
        read.put(digest, manifest.get());
        links.write(RegistryKeys.revisionLink(repository, digest), bytes);
        refer(digest, manifest.get().subject());
        return true;
    }

    private Optional<Named> named(Digest bytes, boolean durable) throws IOException {
        List<ContentReference> references = new ArrayList<>();
        RevivedManifests below = deeper();
        return read(bytes, references)
                .map(manifest -> new Named(
                        new RequiredContent(repository, references, policy, blobs, manifests, below, durable),
                        manifest.subject(),
                        below));
    }

    private void refer(Digest digest, Optional<Digest> subject) throws IOException {
        if (subject.isPresent()) {
            links.write(RegistryKeys.referrerLink(repository, subject.get(), digest), digest);
        }
    }

    private RevivedManifests deeper() {
        return new RevivedManifests(docket, repository, policy, blobs, manifests, links, level + 1, looksLeft, found);
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
