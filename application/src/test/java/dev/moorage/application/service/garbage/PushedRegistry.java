package dev.moorage.application.service.garbage;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.maintenance.RestoreTrash.Outcome;
import dev.moorage.application.port.in.maintenance.TrashUseCases;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.garbage.docket.LookTuning;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A replica, and a client that pushes to it in each way. */
final class PushedRegistry {
    /** Looks on the thread of the request, so that the order of calls is known. */
    static final LookTuning IN_ORDER = new LookTuning(Runnable::run, false, () -> {}, 3);

    private final UploadUseCases uploads;
    private final BlobUseCases blobs;
    private final ManifestUseCases manifests;
    private final TrashUseCases trash;

    PushedRegistry(StorageDriver driver, LookTuning tuning) {
        this(driver, tuning, InstantSource.system());
    }

    PushedRegistry(StorageDriver driver, LookTuning tuning, InstantSource clock) {
        Docket docket = new Docket(driver, clock, tuning);
        this.uploads = UploadServices.over(
                driver,
                docket,
                new TokenSecrets(List.of(new byte[TokenSecrets.MIN_BYTES])),
                PortableHashing.detect(),
                () -> new UploadId(UUID.randomUUID()),
                InstantSource.system());
        this.blobs = BlobServices.over(driver, docket, false);
        this.manifests = ManifestServices.over(driver, docket, ManifestPolicy.COMPLETE, MemoryBudget.ofHeap());
        this.trash = ManifestServices.trash(
                driver, docket, ManifestPolicy.COMPLETE, MemoryBudget.ofHeap(), new ComputePool());
    }

    /** Pushes a blob in one request. */
    CompleteResult push(RepositoryName repository, byte[] blob) throws IOException {
        return uploads.push()
                .push(new PushBlobCommand(
                        UnrestrictedCaller.ANONYMOUS, repository, Contents.digest(blob), new Body(blob)));
    }

    /** Sends a blob in a PATCH, and leaves its upload open. */
    UploadProgress patch(RepositoryName repository, byte[] blob) throws IOException {
        UploadProgress started =
                uploads.start().start(UnrestrictedCaller.ANONYMOUS, repository, DigestAlgorithm.SHA256);
        AppendResult result = uploads.append().append(request(started), Optional.empty(), new Body(blob));
        if (result instanceof AppendResult.Appended(UploadProgress progress)) {
            return progress;
        }
        throw new IOException("the chunk was not appended: " + result);
    }

    private static UploadRequest request(UploadProgress progress) {
        return new UploadRequest(
                UnrestrictedCaller.ANONYMOUS, progress.repository(), progress.id(), Optional.of(progress.state()));
    }

    /** Commits an upload without sending more bytes. */
    CompleteResult commit(UploadProgress upload, Digest digest) throws IOException {
        return uploads.complete()
                .complete(new CompleteUploadCommand(request(upload), digest, Optional.empty(), new Body(new byte[0])));
    }

    boolean mount(RepositoryName repository, Digest digest, RepositoryName from) throws IOException {
        return blobs.mount().mount(UnrestrictedCaller.ANONYMOUS, repository, digest, Optional.of(from));
    }

    boolean has(RepositoryName repository, Digest digest) throws IOException {
        try {
            blobs.get().stat(repository, digest);
            return true;
        } catch (dev.moorage.domain.error.RegistryException _) {
            return false;
        }
    }

    /** Pushes a manifest under a tag. Returns its digest. */
    Digest put(RepositoryName repository, String tag, byte[] manifest) throws IOException {
        return manifests
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        repository,
                        new Reference.ByTag(new Tag(tag)),
                        Optional.empty(),
                        manifest,
                        List.of()))
                .descriptor()
                .digest();
    }

    /** Pushes a manifest by its digest. */
    Digest put(RepositoryName repository, byte[] manifest) throws IOException {
        Digest digest = Contents.digest(manifest);
        manifests
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        repository,
                        new Reference.ByDigest(digest),
                        Optional.empty(),
                        manifest,
                        List.of()));
        return digest;
    }

    void delete(RepositoryName repository, Reference reference) throws IOException {
        manifests
                .delete()
                .delete(new DeleteManifestCommand(
                        UnrestrictedCaller.ANONYMOUS, repository, reference, ChangeCondition.NONE));
    }

    void deleteBlob(RepositoryName repository, Digest digest) throws IOException {
        blobs.delete().delete(UnrestrictedCaller.ANONYMOUS, repository, digest);
    }

    /** Puts back what the trash has. Returns what has come of each thing. */
    Map<Trashed, Outcome> restore(RepositoryName repository, Optional<Reference> reference) throws IOException {
        Map<Trashed, Outcome> outcomes = new LinkedHashMap<>();
        trash.restore().restore(repository, reference, outcomes::put);
        return outcomes;
    }

    static byte[] image(Digest config, Digest... layers) {
        return Stream.of(layers)
                .map(digest -> "{\"digest\":\"" + digest + "\"}")
                .collect(Collectors.joining(
                        ",", "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + config + "\"},\"layers\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] index(Digest... manifests) {
        return Stream.of(manifests)
                .map(digest -> "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":1,\"digest\":\""
                        + digest + "\"}")
                .collect(Collectors.joining(",", "{\"schemaVersion\":2,\"manifests\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A body that is available at once. */
    private record Body(ByteBuffer content) implements UploadBody {
        Body(byte[] content) {
            this(ByteBuffer.wrap(content));
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(content.limit());
        }

        @Override
        public int read(ByteBuffer destination) {
            if (!content.hasRemaining()) {
                return -1;
            }
            int count = Math.min(content.remaining(), destination.remaining());
            destination.put(content.slice(content.position(), count));
            content.position(content.position() + count);
            return count;
        }

        @Override
        public void abort() {
            // There is no reader to interrupt.
        }
    }
}
