package dev.moorage.application.service.mirror;

import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.application.service.proxy.fetch.ProxiedRepository;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An image and what belongs to it, on the way from a source into a repository: content first, then the manifest that needs it, then
 * referrers. What the repository has is not fetched.
 */
final class MirroredTree {
    private static final int BLOBS_AT_A_TIME = 4;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_MANIFESTS = 10_000;

    private final Parts parts;
    private final Set<Digest> begun = new HashSet<>();
    /** The manifests that the repository has now, in the order in which they were stored. */
    private final List<Digest> manifests = new ArrayList<>();

    /**
     * What a tree is copied with.
     *
     * @param place the repository here, and what it is called at the source
     * @param platforms the platforms of an index whose images are copied. Empty for all
     * @param policy which references must exist here
     */
    record Parts(
            Source source,
            StoredImages stored,
            ProxiedRepository place,
            Fetches fetches,
            Patience patience,
            Optional<Set<Platform>> platforms,
            ManifestPolicy policy,
            MirrorTally tally) {}

    MirroredTree(Parts parts) {
        this.parts = parts;
    }

    /**
     * Copies a manifest with what it needs.
     *
     * @return its bytes. Empty if the source does not have it, or if it was copied before
     */
    Optional<byte[]> copy(Digest digest) throws IOException {
        return copy(digest, 0);
    }

    /** Copies what refers to the manifests that were copied, and what refers to that. */
    void copyReferrers() throws IOException {
        for (int i = 0; i < manifests.size(); i++) { // The list grows.
            for (Digest referrer : parts.source().referrers(manifests.get(i))) {
                Optional<byte[]> _ = copy(referrer);
            }
        }
    }

    /** Returns the manifests that were copied, or that were there. */
    List<Digest> manifests() {
        return List.copyOf(manifests);
    }

    private Optional<byte[]> copy(Digest digest, int depth) throws IOException {
        if (!begun.add(digest)) {
            return Optional.empty();
        }
        if (depth > MAX_DEPTH || begun.size() > MAX_MANIFESTS) {
            throw new MirrorException("the image has indexes in each other more than " + MAX_DEPTH
                    + " deep, or more than " + MAX_MANIFESTS + " manifests");
        }
        Optional<byte[]> here = parts.stored().manifest(digest);
        Optional<byte[]> content = here.isPresent() ? here : parts.source().manifest(digest);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        bring(digest, ReadManifest.of(content.get()), depth);
        if (here.isEmpty()) {
            parts.stored().put(new Reference.ByDigest(digest), content.get());
            parts.tally().manifest();
        }
        manifests.add(digest);
        return content;
    }

    private void bring(Digest digest, ReadManifest manifest, int depth) throws IOException {
        List<ContentReference> blobs = new ArrayList<>();
        for (ContentReference reference : manifest.references()) {
            switch (reference.kind()) {
                case BLOB -> blobs.add(reference);
                case MANIFEST -> require(!isSelected(reference) || child(reference, depth), digest, reference);
                case MANIFEST_OR_BLOB ->
                    require(!isSelected(reference) || blob(reference) || child(reference, depth), digest, reference);
            }
        }
        ParallelWork.forEach(blobs, BLOBS_AT_A_TIME, reference -> require(blob(reference), digest, reference));
    }

    private boolean isSelected(ContentReference reference) {
        return parts.platforms().isEmpty()
                || reference
                        .platform()
                        .filter(parts.platforms().get()::contains)
                        .isPresent();
    }

    private void require(boolean there, Digest digest, ContentReference reference) throws MirrorException {
        if (!there && parts.policy().requires(reference)) {
            throw new MirrorException(
                    "the source does not have " + reference.digest() + ", which " + digest + " needs");
        }
    }

    private boolean child(ContentReference reference, int depth) throws IOException {
        return begun.contains(reference.digest())
                || copy(reference.digest(), depth + 1).isPresent();
    }

    private boolean blob(ContentReference reference) throws IOException {
        Digest digest = reference.digest();
        if (parts.stored().hasBlob(digest)) {
            return true;
        }
        Optional<BlobInfo> fetched =
                parts.patience().attempt(() -> parts.fetches().store(parts.place(), digest));
        fetched.ifPresent(blob -> parts.tally().blob(blob.size()));
        return fetched.isPresent();
    }
}
