package dev.moorage.benchmarks.scale;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes repositories of any size in the layout of the storage, without the checks of pushes. */
final class GrownStore {
    static final RepositoryName REPOSITORY = new RepositoryName("team/app");

    private final StorageDriver storage;
    private final Links links;
    private final Digest config;

    GrownStore(StorageDriver storage) throws IOException {
        this.storage = storage;
        this.links = new Links(storage);
        this.config = blob(REPOSITORY, "{}");
    }

    /** Stores a blob in a repository. */
    Digest blob(RepositoryName repository, String content) throws IOException {
        Digest digest = bytes(content);
        links.write(RegistryKeys.layerLink(repository, digest), digest);
        return digest;
    }

    private Digest bytes(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(DigestAlgorithm.CANONICAL, bytes);
        storage.put(RegistryKeys.blob(digest), bytes, WriteCondition.ANY, Durability.PROCESS_CRASH);
        return digest;
    }

    /**
     * Stores a manifest.
     *
     * @param number differs between manifests
     * @param subject the manifest to which it refers
     */
    Digest manifest(int number, Optional<Digest> subject) throws IOException {
        Digest digest = bytes("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_IMAGE_MANIFEST
                + "\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"" + config
                + "\",\"size\":2},\"layers\":[],\"annotations\":{\"number\":\"" + number + "\"}"
                + subject.map(to -> ",\"subject\":{\"mediaType\":\"" + MediaType.OCI_IMAGE_MANIFEST + "\",\"digest\":\""
                                + to + "\",\"size\":2}")
                        .orElse("")
                + "}");
        links.write(RegistryKeys.revisionLink(REPOSITORY, digest), digest);
        if (subject.isPresent()) {
            links.write(RegistryKeys.referrerLink(REPOSITORY, subject.get(), digest), digest);
        }
        return digest;
    }

    /** Makes a tag name a manifest. */
    void tag(String tag, Digest manifest) throws IOException {
        links.write(RegistryKeys.tagIndexLink(REPOSITORY, new Tag(tag), manifest), manifest);
        links.write(RegistryKeys.tagLink(REPOSITORY, new Tag(tag)), manifest);
    }
}
