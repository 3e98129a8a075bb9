package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ArchiveSource;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ManifestKind;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stores manifests of an archive with everything that they refer to: first the content, then the manifest, and last its tag. */
final class ImportedTrees {
    /** As the registry's own limit of a manifest: OCI Distribution Specification, section "Pushing manifests". */
    static final int MAX_MANIFEST = 4 << 20;

    private static final int MAX_DEPTH = 8;
    private static final int MAX_MANIFESTS = 100_000;

    private final ArchiveSource source;
    private final ManifestUseCases manifests;
    private final ImportedBlobs blobs;
    private final ManifestPolicy policy;
    private final boolean dryRun;
    private final Set<Place> stored = new HashSet<>();

    /** A manifest of a repository. */
    record Place(RepositoryName repository, Digest digest) {}

    /** A manifest with its bytes. */
    private record Read(byte[] content, StoredManifest manifest, List<ContentReference> references) {}

    ImportedTrees(
            ArchiveSource source,
            ManifestUseCases manifests,
            ImportedBlobs blobs,
            ManifestPolicy policy,
            boolean dryRun) {
        this.source = source;
        this.manifests = manifests;
        this.blobs = blobs;
        this.policy = policy;
        this.dryRun = dryRun;
    }

    /** Whether this import has stored the manifest in the repository. */
    boolean has(Place place) {
        return stored.contains(place);
    }

    /**
     * Returns the subject of a manifest of the archive.
     *
     * @throws ArchiveException the archive does not have the manifest
     */
    Optional<Digest> subject(Digest digest) throws IOException {
        return read(digest).orElseThrow(() -> lacks(digest)).manifest().subject();
    }

    /** Returns the manifests that an index of the archive lists. */
    List<Digest> children(Digest digest) throws IOException {
        return read(digest).orElseThrow(() -> lacks(digest)).references().stream()
                .map(ContentReference::digest)
                .toList();
    }

    /**
     * Stores a manifest under a reference.
     *
     * @throws ArchiveException the archive is wrong, or content is neither in it nor in the registry
     * @throws RegistryException the registry refuses the manifest
     */
    void store(RepositoryName repository, Digest digest, Reference reference) throws IOException {
        Set<Digest> missing = new HashSet<>();
        if (!tree(new Place(repository, digest), reference, 0, missing)) {
            missing.add(digest);
        }
        if (!missing.isEmpty()) {
            throw new ArchiveException("neither the archive nor the registry has "
                    + String.join(
                            ", ",
                            missing.stream()
                                    .map(Digest::toString)
                                    .sorted()
                                    .limit(10)
                                    .toList())
                    + (missing.size() > 10 ? ", and " + (missing.size() - 10) + " more" : ""));
        }
    }

    /** Stores a manifest and its content. Returns false if the manifest is missing. Other content is added to what is missing. */
    private boolean tree(Place place, Reference reference, int depth, Set<Digest> missing) throws IOException {
        boolean byDigest = reference instanceof Reference.ByDigest;
        if (byDigest && stored.contains(place)) {
            return true;
        }
        if (depth > MAX_DEPTH || stored.size() > MAX_MANIFESTS) {
            throw new ArchiveException("the archive has indexes in each other more than " + MAX_DEPTH
                    + " deep, or more than " + MAX_MANIFESTS + " manifests");
        }
        Optional<Read> found = read(place.digest());
        if (found.isEmpty()) {
            return byDigest && isThere(place);
        }
        Read read = found.get();
        Set<Digest> lacking = new HashSet<>();
        if (read.manifest().kind() != ManifestKind.OTHER) {
            for (ContentReference content : read.references()) {
                Set<Digest> of = new HashSet<>();
                if (!bring(place.repository(), content, depth, of)) {
                    of.add(content.digest());
                }
                if (policy.requires(content)) {
                    lacking.addAll(of);
                }
            }
        }
        missing.addAll(lacking);
        if (lacking.isEmpty()) {
            put(place.repository(), read, reference);
            stored.add(place);
        }
        return true;
    }

    private boolean bring(RepositoryName repository, ContentReference content, int depth, Set<Digest> missing)
            throws IOException {
        Digest digest = content.digest();
        return switch (content.kind()) {
            case MANIFEST -> child(repository, digest, depth, missing);
            case MANIFEST_OR_BLOB, BLOB -> blobs.bring(repository, digest);
        };
    }

    private boolean child(RepositoryName repository, Digest digest, int depth, Set<Digest> missing) throws IOException {
        return tree(new Place(repository, digest), new Reference.ByDigest(digest), depth + 1, missing);
    }

    private boolean isThere(Place place) throws IOException {
        try {
            manifests.get().resolve(place.repository(), new Reference.ByDigest(place.digest()));
            return true;
        } catch (RegistryException e) {
            if (e.code() != ErrorCode.MANIFEST_UNKNOWN && e.code() != ErrorCode.NAME_UNKNOWN) {
                throw e;
            }
            return false;
        }
    }

    private void put(RepositoryName repository, Read read, Reference reference) throws IOException {
        if (!dryRun) {
            manifests
                    .put()
                    .put(new PutManifestCommand(
                            UnrestrictedCaller.ANONYMOUS,
                            repository,
                            reference,
                            Optional.empty(),
                            read.content(),
                            List.of()));
        }
    }

    private Optional<Read> read(Digest digest) throws IOException {
        Optional<byte[]> bytes = LayoutIndex.bytes(source, LayoutNames.blob(digest), MAX_MANIFEST);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        byte[] content = bytes.get();
        if (!Digest.of(digest.algorithm(), content).equals(digest)) {
            throw new ArchiveException("the archive has other bytes under " + digest);
        }
        List<ContentReference> references = new ArrayList<>();
        StoredManifest manifest = StoredManifest.read(content, new ManifestObserver() {
            @Override
            public void reference(ContentReference reference) {
                references.add(reference);
            }
        });
        return Optional.of(new Read(content, manifest, references));
    }

    private static ArchiveException lacks(Digest digest) {
        return new ArchiveException("the archive does not have " + digest);
    }
}
