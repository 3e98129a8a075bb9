package dev.moorage.application.service.mirror;

import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One repository of this registry that images are copied into. Manifests are stored as a push stores them. */
final class StoredImages {
    private final RepositoryName repository;
    private final GetBlob blobs;
    private final ManifestUseCases manifests;

    StoredImages(RepositoryName repository, GetBlob blobs, ManifestUseCases manifests) {
        this.repository = repository;
        this.blobs = blobs;
        this.manifests = manifests;
    }

    boolean hasBlob(Digest digest) throws IOException {
        try {
            blobs.stat(repository, digest);
            return true;
        } catch (RegistryException e) {
            requireUnknown(e);
            return false;
        }
    }

    /** Returns the digest that a reference names. Empty if the repository does not have it. */
    Optional<Digest> resolve(Reference reference) throws IOException {
        try {
            return Optional.of(manifests.get().resolve(repository, reference));
        } catch (RegistryException e) {
            requireUnknown(e);
            return Optional.empty();
        }
    }

    private static void requireUnknown(RegistryException refused) {
        switch (refused.code()) {
            case BLOB_UNKNOWN, MANIFEST_UNKNOWN, NAME_UNKNOWN -> {}
            default -> throw refused;
        }
    }

    /** Returns the bytes of a manifest. Empty if the repository does not have it. */
    Optional<byte[]> manifest(Digest digest) throws IOException {
        if (resolve(new Reference.ByDigest(digest)).isEmpty()) {
            return Optional.empty();
        }
        try (ManifestContent content = manifests.get().get(repository, digest)) {
            byte[] bytes = new byte[content.bytes().remaining()];
            content.bytes().get(bytes);
            return Optional.of(bytes);
        }
    }

    /**
     * Stores a manifest under a reference.
     *
     * @throws RegistryException the repository lacks what it needs, or the tag is written once
     */
    void put(Reference reference, byte[] content) throws IOException {
        manifests
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS, repository, reference, Optional.empty(), content, List.of()));
    }
}
