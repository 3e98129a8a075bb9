package dev.moorage.application.service.manifest;

import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;

/** Serves manifests as they were pushed, under their media type. A manifest is read once to learn its type. */
final class GetManifestService implements GetManifest {
    private final ManifestStore manifests;
    private final MediaTypeMemory known = new MediaTypeMemory();

    GetManifestService(ManifestStore manifests) {
        this.manifests = manifests;
    }

    @Override
    public Digest resolve(RepositoryName repository, Reference reference) throws IOException {
        return resolve(repository, reference, _ -> false);
    }

    @Override
    public Digest resolve(RepositoryName repository, Reference reference, Predicate<Digest> known) throws IOException {
        return manifests.resolve(repository, reference, known).orElseThrow(() -> unknown(reference));
    }

    @Override
    public Descriptor describe(RepositoryName repository, Digest digest) throws IOException {
        Optional<Descriptor> described = known.find(digest);
        // If the size differs, the manifest is damaged, and reading it reports that.
        if (described.isPresent()
                && manifests.size(digest).orElse(-1) == described.get().size()) {
            return described.get();
        }
        try (ManifestContent content = get(repository, digest)) {
            return content.descriptor();
        }
    }

    @Override
    public ManifestContent get(RepositoryName repository, Digest digest) throws IOException {
        StoredBytes bytes = manifests.read(digest).orElseThrow(() -> unknown(new Reference.ByDigest(digest)));
        return new ManifestContent(
                descriptor(digest, bytes.content()), ByteBuffer.wrap(bytes.content()), bytes.lease());
    }

    private Descriptor descriptor(Digest digest, byte[] content) {
        Optional<Descriptor> described = known.find(digest);
        if (described.isPresent()) {
            return described.get();
        }
        Descriptor read = new Descriptor(StoredManifest.read(content).mediaType(), digest, content.length);
        known.remember(read);
        return read;
    }

    static RegistryException unknown(Reference reference) {
        return new RegistryException(
                RegistryError.of(ErrorCode.MANIFEST_UNKNOWN).about("reference", reference.toString()));
    }
}
