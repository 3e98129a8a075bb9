package dev.moorage.storage.fs;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.repository.RepositoryServices;
import dev.moorage.application.service.repository.SealedPositions;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All use cases over one driver, and the requests that clients make to them. */
final class Replica {
    static final RepositoryName REPOSITORY = new RepositoryName("a/b");
    static final RepositoryName OTHER = new RepositoryName("a/b/c");

    private final UploadUseCases uploads;
    private final PurgeUploads purge;
    private final BlobUseCases blobs;
    private final ManifestUseCases manifests;
    private final RepositoryUseCases repositories;

    Replica(StorageDriver driver) {
        Docket docket = Docket.of(driver, InstantSource.system());
        this.uploads = UploadServices.over(
                driver,
                docket,
                new TokenSecrets(List.of(new byte[32])),
                PortableHashing.detect(),
                () -> new UploadId(UUID.randomUUID()),
                InstantSource.system());
        this.purge = UploadServices.purge(driver, InstantSource.system());
        this.blobs = BlobServices.over(driver, docket, false);
        this.manifests = ManifestServices.over(driver, docket, ManifestPolicy.COMPLETE, MemoryBudget.ofHeap());
        this.repositories = RepositoryServices.over(driver, 100, new SealedPositions(List.of(new byte[32])));
    }

    static Digest sha256(byte[] content) {
        return Digest.of(DigestAlgorithm.SHA256, content);
    }

    /** An image's manifest. */
    static byte[] manifest(byte[] config, byte[] layer, Optional<Digest> subject) {
        String about = subject.map(digest -> ",\"subject\":" + descriptor(MANIFEST, digest, 2))
                .orElse("");
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + descriptor("application/vnd.oci.image.config.v1+json", sha256(config), config.length)
                        + ",\"layers\":["
                        + descriptor("application/vnd.oci.image.layer.v1.tar", sha256(layer), layer.length) + "]"
                        + about + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private static String descriptor(String mediaType, Digest digest, long size) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
    }

    /** {@code POST ?digest=}. */
    CompleteResult push(RepositoryName repository, byte[] content) throws IOException {
        return uploads.push()
                .push(new PushBlobCommand(
                        UnrestrictedCaller.ANONYMOUS, repository, sha256(content), UploadBody.of(content)));
    }

    /** {@code POST}. */
    UploadProgress start(RepositoryName repository) throws IOException {
        return uploads.start().start(UnrestrictedCaller.ANONYMOUS, repository, DigestAlgorithm.SHA256);
    }

    private static UploadRequest request(UploadProgress of) {
        return new UploadRequest(UnrestrictedCaller.ANONYMOUS, of.repository(), of.id(), Optional.of(of.state()));
    }

    /** {@code PATCH}. Returns the progress from which the upload goes on. */
    UploadProgress patch(UploadProgress from, byte[] content) throws IOException {
        return uploads.append().append(request(from), Optional.empty(), UploadBody.of(content))
                        instanceof AppendResult.Appended(UploadProgress progress)
                ? progress
                : from;
    }

    /** {@code PUT}. */
    CompleteResult put(UploadProgress from, Digest digest, byte[] content) throws IOException {
        return uploads.complete()
                .complete(new CompleteUploadCommand(request(from), digest, Optional.empty(), UploadBody.of(content)));
    }

    /** {@code GET} of an upload. */
    void status(UploadProgress of) throws IOException {
        uploads.status().status(request(of));
    }

    /** {@code DELETE} of an upload. */
    void cancel(UploadProgress upload) throws IOException {
        uploads.cancel().cancel(request(upload));
    }

    /** {@code POST ?mount=}. */
    void mount(Digest digest) throws IOException {
        blobs.mount().mount(UnrestrictedCaller.ANONYMOUS, OTHER, digest, Optional.of(REPOSITORY));
    }

    /** {@code PUT} of a manifest by its digest, with a tag. */
    void put(byte[] manifest, Tag tag) throws IOException {
        manifests
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        REPOSITORY,
                        new Reference.ByDigest(sha256(manifest)),
                        MediaType.tryParse(MANIFEST),
                        manifest,
                        List.of(tag)));
    }

    /** {@code DELETE} of a tag or a manifest. */
    void delete(Reference reference) throws IOException {
        manifests.delete().delete(new DeleteManifestCommand(UnrestrictedCaller.ANONYMOUS, REPOSITORY, reference));
    }

    /** {@code DELETE} of a blob. */
    void delete(RepositoryName repository, Digest blob) throws IOException {
        blobs.delete().delete(UnrestrictedCaller.ANONYMOUS, repository, blob);
    }

    /** What a pull asks for. */
    void pull(Tag tag, Digest blob) throws IOException {
        blobs.get().stat(REPOSITORY, blob);
        Digest manifest = manifests.get().resolve(REPOSITORY, new Reference.ByTag(tag));
        manifests.get().get(REPOSITORY, manifest);
        repositories.tags().list(REPOSITORY, new PageRequest(10, Optional.empty()));
    }

    /** Purges every upload, whatever its age. */
    void purge() throws IOException {
        purge.purge(Duration.ZERO, false, new PurgeObserver() {
            @Override
            public void purged(PurgedUpload upload) {
                // Purging is what this test asks for.
            }

            @Override
            public void failed(String key, IOException reason) {
                throw new AssertionError("not purged: " + key, reason);
            }
        });
    }
}
