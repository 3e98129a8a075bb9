package dev.moorage.application.service.manifest;

import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.service.garbage.trash.TrashedContent;
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
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The content that a manifest refers to. Its repository must have it, as far as the policy requires that. What a garbage
 * collector has taken out of the repository comes back from the trash.
 */
final class RequiredContent {
    /** The greatest number of missing blobs and manifests that one response lists. */
    private static final int MAX_ERRORS = 1000;

    /** The greatest number of references that are looked up at the same time. Most images have fewer. */
    private static final int LOOKS = 16;

    private final RepositoryName repository;
    private final RepositoryBlobs blobs;
    private final ManifestStore manifests;
    private final RevivedManifests revived;
    private final boolean durable;
    /** The content, and whether the repository must have it. */
    private final Map<Needed, Boolean> needed = new LinkedHashMap<>();
    /** The digests under which the bytes of blobs were found that the repository has. */
    private final Map<Needed, Digest> found = new ConcurrentHashMap<>();

    private record Needed(Kind kind, Digest digest) {}

    /**
     * @param durable whether the content of this manifest has survived a power cut, because the manifest was stored before
     */
    RequiredContent(
            RepositoryName repository,
            List<ContentReference> references,
            ManifestPolicy policy,
            RepositoryBlobs blobs,
            ManifestStore manifests,
            RevivedManifests revived,
            boolean durable) {
        this.repository = repository;
        this.blobs = blobs;
        this.manifests = manifests;
        this.revived = revived;
        this.durable = durable;
        for (ContentReference reference : references) {
            needed.merge(
                    new Needed(reference.kind(), reference.digest()), policy.requires(reference), Boolean::logicalOr);
        }
    }

    /** Returns the objects on which a manifest relies that refers to this content. */
    Set<Removable> removable() {
        Set<Removable> objects = new HashSet<>();
        for (Needed content : needed.keySet()) {
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

    /** Returns the manifests among the content. */
    List<Digest> manifests() {
        return needed.keySet().stream()
                .filter(content -> content.kind() != Kind.BLOB)
                .map(Needed::digest)
                .toList();
    }

    /** Returns how many things this content has. */
    int size() {
        return needed.size();
    }

    /**
     * Requires that all content exists. A blob that an earlier call has found in the repository is linked again if only
     * its link is gone.
     *
     * @param reliance receives the objects that only the links name
     * @param trash what a garbage collector has taken out of the repository
     * @throws RegistryException {@code MANIFEST_BLOB_UNKNOWN} for each that is missing
     */
    void require(Reliance reliance, TrashedContent trash) throws IOException {
        Set<Digest> missing = missing(reliance, trash);
        if (!missing.isEmpty()) {
            throw new RegistryException(needed.keySet().stream()
                    .map(Needed::digest)
                    .filter(missing::contains)
                    .distinct()
                    .limit(MAX_ERRORS)
                    .map(digest ->
                            RegistryError.of(ErrorCode.MANIFEST_BLOB_UNKNOWN).about("digest", digest.toString()))
                    .toList());
        }
    }

    /** Returns content that is required and missing: {@link #require}. */
    Set<Digest> missing(Reliance reliance, TrashedContent trash) throws IOException {
        Set<Needed> absent = ConcurrentHashMap.newKeySet();
        ParallelWork.forEach(List.copyOf(needed.keySet()), LOOKS, content -> {
            if (!stays(content, reliance, trash)) {
                absent.add(content);
            }
        });
        if (absent.isEmpty()) {
            return Set.of();
        }
        TrashedContent now =
                trash.asOfNow(); // Content may leave during the looks, and is in the trash before it is gone.
        Set<Digest> missing = ConcurrentHashMap.newKeySet();
        ParallelWork.forEach(List.copyOf(absent), content -> {
            boolean required = needed.getOrDefault(content, true);
            if (missing.size() < MAX_ERRORS && !revives(content, reliance, now) && required) {
                missing.add(content.digest());
            }
        });
        return missing;
    }

    /** Returns whether the content exists, and makes it as durable as the 201 of the manifest promises. */
    private boolean stays(Needed content, Reliance reliance, TrashedContent trash) throws IOException {
        return switch (content.kind()) {
            case BLOB -> blob(content, reliance);
            case MANIFEST -> manifest(content, reliance, trash);
            case MANIFEST_OR_BLOB -> blob(content, reliance) || manifest(content, reliance, trash);
        };
    }

    private boolean blob(Needed content, Reliance reliance) throws IOException {
        Optional<Digest> target = durable
                ? revived.found().find(content.digest(), reliance)
                : blobs.persist(repository, content.digest());
        if (target.isPresent()) {
            reliance.add(new Blob(target.get()));
            found.put(content, target.get());
            return true;
        }
        Digest before = found.get(content);
        return before != null && blobs.restore(repository, content.digest(), before);
    }

    private boolean manifest(Needed content, Reliance reliance, TrashedContent trash) throws IOException {
        Optional<Digest> target = manifests.persist(repository, content.digest());
        target.map(Blob::new).ifPresent(reliance::add);
        return target.isPresent() && revived.stays(content.digest(), target.get(), reliance, trash);
    }

    private boolean revives(Needed content, Reliance reliance, TrashedContent trash) throws IOException {
        if (content.kind() != Kind.MANIFEST) {
            Optional<Digest> target = trash.link(content.digest());
            if (target.isPresent()) {
                reliance.add(new Blob(target.get()));
                found.put(content, target.get());
                return blobs.restore(repository, content.digest(), target.get());
            }
        }
        return content.kind() != Kind.BLOB && revived.revive(content.digest(), reliance, trash);
    }
}
