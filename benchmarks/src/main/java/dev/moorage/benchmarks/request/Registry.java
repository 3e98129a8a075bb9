package dev.moorage.benchmarks.request;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
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
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The use cases of a server over one storage driver, without caches of blobs, access rules and listeners, and what its clients
 * do in several requests.
 */
final class Registry {
    private static final List<byte[]> SECRETS = List.of(new byte[32]);
    private static final int MOST_REPOSITORIES = 1000;

    final BlobUseCases blobs;
    final ManifestUseCases manifests;
    final RepositoryUseCases listings;
    private final UploadUseCases uploads;

    Registry(StorageDriver storage) {
        InstantSource clock = InstantSource.system();
        Docket docket = Docket.of(storage, clock);
        this.blobs = BlobServices.over(storage, docket, true);
        this.manifests = ManifestServices.over(storage, docket, ManifestPolicy.COMPLETE, MemoryBudget.ofHeap());
        this.listings = RepositoryServices.over(storage, MOST_REPOSITORIES, new SealedPositions(SECRETS));
        this.uploads = UploadServices.over(
                storage,
                docket,
                new TokenSecrets(SECRETS),
                PortableHashing.detect(),
                () -> new UploadId(UUID.randomUUID()),
                clock);
    }

    /** POST, and PUT with the whole blob. */
    Digest push(RepositoryName repository, byte[] content) throws IOException {
        return complete(start(repository), content, content);
    }

    /** POST, PATCH with the whole blob, and an empty PUT. */
    Digest pushByPatch(RepositoryName repository, byte[] content) throws IOException {
        if (!(uploads.append().append(request(start(repository)), Optional.empty(), UploadBody.of(content))
                instanceof AppendResult.Appended(UploadProgress appended))) {
            throw new IllegalStateException("the chunk was not appended");
        }
        return complete(appended, content, new byte[0]);
    }

    private UploadProgress start(RepositoryName repository) throws IOException {
        return uploads.start().start(UnrestrictedCaller.ANONYMOUS, repository, DigestAlgorithm.CANONICAL);
    }

    private Digest complete(UploadProgress upload, byte[] content, byte[] body) throws IOException {
        Digest digest = Digest.of(DigestAlgorithm.CANONICAL, content);
        CompleteResult result = uploads.complete()
                .complete(new CompleteUploadCommand(request(upload), digest, Optional.empty(), UploadBody.of(body)));
        if (!(result instanceof CompleteResult.Committed)) {
            throw new IllegalStateException("the blob was not committed: " + result);
        }
        return digest;
    }

    private static UploadRequest request(UploadProgress progress) {
        return new UploadRequest(
                UnrestrictedCaller.ANONYMOUS, progress.repository(), progress.id(), Optional.of(progress.state()));
    }

    /** PUT of a manifest. Returns its digest. */
    Digest put(RepositoryName repository, Reference reference, byte[] manifest) throws IOException {
        return manifests
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS, repository, reference, Optional.empty(), manifest, List.of()))
                .descriptor()
                .digest();
    }

    /** DELETE of a tag or a manifest. */
    void delete(RepositoryName repository, Reference reference) throws IOException {
        manifests.delete().delete(new DeleteManifestCommand(UnrestrictedCaller.ANONYMOUS, repository, reference));
    }
}
