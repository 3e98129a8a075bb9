package dev.moorage.application.service.manifest;

import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Serves manifests as they were put, under the media type that they have. */
final class GetManifestService implements GetManifest {
    private final ManifestStore manifests;

    GetManifestService(ManifestStore manifests) {
        this.manifests = manifests;
    }

    @Override
    public Digest resolve(RepositoryName repository, Reference reference) throws IOException {
        return manifests.resolve(repository, reference).orElseThrow(() -> unknown(reference));
    }

    @Override
    public ManifestContent get(RepositoryName repository, Digest digest) throws IOException {
        byte[] content = manifests.read(digest).orElseThrow(() -> unknown(new Reference.ByDigest(digest)));
        return new ManifestContent(
                new Descriptor(mediaType(digest, content), digest, content.length), ByteBuffer.wrap(content));
    }

    private static MediaType mediaType(Digest digest, byte[] content) throws IOException {
        try {
            return ManifestParser.parse(content, Optional.empty()).common().mediaType();
        } catch (RegistryException e) {
            throw new IOException("what is linked as manifest " + digest + " is none", e);
        }
    }

    static RegistryException unknown(Reference reference) {
        return new RegistryException(
                RegistryError.of(ErrorCode.MANIFEST_UNKNOWN).about("reference", reference.toString()));
    }
}
