package dev.moorage.application.service.manifest;

import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ContentReference.Kind;
import dev.moorage.domain.manifest.Manifest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The content that a manifest refers to and that its repository must have. */
final class RequiredContent {
    /** The greatest number of missing blobs and manifests that one response lists. After that the search stops. */
    private static final int MAX_ERRORS = 1000;

    private final RepositoryName repository;
    private final RepositoryBlobs blobs;
    private final ManifestStore manifests;
    private final Set<Needed> needed = new LinkedHashSet<>();
    /** The digests under which the bytes of blobs were found that the repository has. */
    private final Map<Needed, Digest> found = new ConcurrentHashMap<>();

    private record Needed(Kind kind, Digest digest) {}

    RequiredContent(
            RepositoryName repository,
            Manifest manifest,
            ManifestPolicy policy,
            RepositoryBlobs blobs,
            ManifestStore manifests) {
        this.repository = repository;
        this.blobs = blobs;
        this.manifests = manifests;
        for (ContentReference reference : manifest.references()) {
            if (policy.requires(reference)) {
                needed.add(new Needed(reference.kind(), reference.digest()));
            }
        }
    }

    /** Returns the objects on which a manifest relies that refers to this content. */
    Set<Removable> removable() {
        Set<Removable> objects = new HashSet<>();
        for (Needed content : needed) {
            objects.add(new Blob(content.digest()));
            if (content.kind() != Kind.MANIFEST) {
                objects.add(new BlobLink(repository, content.digest()));
            }
            if (content.kind() != Kind.BLOB) {
                objects.add(new ManifestRevision(repository, content.digest()));
            }
        }
        return objects;
    }

    /**
     * Requires that all content exists. A blob that an earlier call has found in the repository is linked again if only
     * its link is gone.
     *
     * @param reliance receives the objects that only the links name
     * @throws RegistryException {@code MANIFEST_BLOB_UNKNOWN} for each that is missing
     */
    void require(Reliance reliance) throws IOException {
        Set<Needed> missing = ConcurrentHashMap.newKeySet();
        ParallelWork.forEach(List.copyOf(needed), content -> {
            if (missing.size() < MAX_ERRORS && !stays(content, reliance)) {
                missing.add(content);
            }
        });
        if (!missing.isEmpty()) {
            throw new RegistryException(needed.stream()
                    .filter(missing::contains)
                    .limit(MAX_ERRORS)
                    .map(content -> RegistryError.of(ErrorCode.MANIFEST_BLOB_UNKNOWN)
                            .about("digest", content.digest().toString()))
                    .toList());
        }
    }

    /** Returns whether the content exists, and makes it as durable as the 201 of the manifest promises. */
    private boolean stays(Needed content, Reliance reliance) throws IOException {
        return switch (content.kind()) {
            case BLOB -> blob(content, reliance);
            case MANIFEST -> manifest(content, reliance);
            case MANIFEST_OR_BLOB -> blob(content, reliance) || manifest(content, reliance);
        };
    }

    private boolean blob(Needed content, Reliance reliance) throws IOException {
        Optional<Digest> target = blobs.persist(repository, content.digest());
        if (target.isPresent()) {
            reliance.add(new Blob(target.get()));
            found.put(content, target.get());
            return true;
        }
        Digest before = found.get(content);
        return before != null && blobs.restore(repository, content.digest(), before);
    }

    private boolean manifest(Needed content, Reliance reliance) throws IOException {
        Optional<Digest> target = manifests.persist(repository, content.digest());
        target.map(Blob::new).ifPresent(reliance::add);
        return target.isPresent();
    }
}
