package dev.moorage.application.service.quota;

import dev.moorage.application.cache.UseCaseStack;
import dev.moorage.application.fixture.Contents;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.failure.QuotaExceededException;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.quota.Quotas;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A server with quotas, and a client of it. */
final class QuotaReplica {
    final UsageLedger ledger;
    final QuotaServices services;
    private final UseCaseStack stack;

    QuotaReplica(StorageDriver driver, Quotas quotas, InstantSource clock) {
        Docket docket = Docket.of(driver, InstantSource.system());
        services = new QuotaServices(driver, quotas, clock);
        ledger = services.ledger(() -> UUID.randomUUID().toString());
        stack = services.around(
                new UseCaseStack(
                        UploadServices.over(
                                driver,
                                docket,
                                new TokenSecrets(List.of(new byte[TokenSecrets.MIN_BYTES])),
                                PortableHashing.detect(),
                                () -> new UploadId(UUID.randomUUID()),
                                InstantSource.system()),
                        BlobServices.over(driver, docket, false),
                        ManifestServices.over(driver, docket, ManifestPolicy.COMPLETE, MemoryBudget.ofHeap()),
                        new RepositoryUseCases(
                                (_, _) -> {
                                    throw new UnsupportedOperationException();
                                },
                                (_, _) -> {
                                    throw new UnsupportedOperationException();
                                })),
                ledger);
    }

    UploadProgress start(RepositoryName repository) throws IOException {
        return stack.uploads().start().start(UnrestrictedCaller.ANONYMOUS, repository, DigestAlgorithm.SHA256);
    }

    Object patch(UploadProgress upload, UploadBody body) throws IOException {
        return stack.uploads().append().append(request(upload), Optional.empty(), body);
    }

    CompleteResult complete(UploadProgress upload, Digest digest, byte[] rest) throws IOException {
        return stack.uploads()
                .complete()
                .complete(new CompleteUploadCommand(request(upload), digest, Optional.empty(), UploadBody.of(rest)));
    }

    private static UploadRequest request(UploadProgress upload) {
        return new UploadRequest(
                UnrestrictedCaller.ANONYMOUS, upload.repository(), upload.id(), Optional.of(upload.state()));
    }

    CompleteResult push(RepositoryName repository, byte[] blob) throws IOException {
        return push(repository, blob, UploadBody.of(blob));
    }

    CompleteResult push(RepositoryName repository, byte[] blob, UploadBody body) throws IOException {
        return stack.uploads()
                .push()
                .push(new PushBlobCommand(UnrestrictedCaller.ANONYMOUS, repository, Contents.digest(blob), body));
    }

    boolean mount(RepositoryName repository, byte[] blob, RepositoryName from) throws IOException {
        return stack.blobs()
                .mount()
                .mount(UnrestrictedCaller.ANONYMOUS, repository, Contents.digest(blob), Optional.of(from));
    }

    void put(RepositoryName repository, String tag, byte[] manifest) throws IOException {
        stack.manifests()
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        repository,
                        new Reference.ByTag(new Tag(tag)),
                        Optional.empty(),
                        manifest,
                        List.of()));
    }

    /** Pushes an image of one layer. Returns whether it fits. */
    boolean pushImage(RepositoryName repository, String tag, byte[] layer) throws IOException {
        try {
            push(repository, layer);
            put(repository, tag, image(layer));
            return true;
        } catch (QuotaExceededException | RegistryException _) {
            return false;
        }
    }

    /** Returns a manifest that is its own config's size small, with one layer, which is the config too. */
    static byte[] image(byte[] layer) {
        String descriptor = "{\"mediaType\":\"application/octet-stream\",\"size\":%d,\"digest\":\"%s\"}"
                .formatted(layer.length, Contents.digest(layer));
        return ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                        + descriptor + ",\"layers\":[" + descriptor + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A body without a length, of zeros, which counts what was read of it. */
    static final class Endless implements UploadBody {
        long read;

        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }

        @Override
        public int read(ByteBuffer destination) {
            int count = destination.remaining();
            destination.put(new byte[count]);
            read += count;
            return count;
        }

        @Override
        public void abort() {
            // No read waits.
        }
    }

    /** A body with a length of which no byte may be read. */
    static UploadBody unread(long length) {
        return new UploadBody() {
            @Override
            public OptionalLong length() {
                return OptionalLong.of(length);
            }

            @Override
            public int read(ByteBuffer destination) {
                throw new AssertionError("a byte was read");
            }

            @Override
            public void abort() {
                // No read waits.
            }
        };
    }
}
