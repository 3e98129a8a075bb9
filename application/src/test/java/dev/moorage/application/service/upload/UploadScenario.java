package dev.moorage.application.service.upload;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgeReport;
import dev.moorage.application.port.in.upload.PurgedUpload;
import dev.moorage.application.port.in.upload.StatusResult;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A replica over a store that others may share, and a client's requests to it. */
public final class UploadScenario {
    public static final RepositoryName REPOSITORY = new RepositoryName("a/b");

    final CountingStorageDriver storage;
    public final UploadUseCases services;
    private final InstantSource clock;

    public UploadScenario(InMemoryStore store, PortableHashing hashing) {
        this(new InMemoryStorageDriver(store), hashing, InstantSource.system());
    }

    public UploadScenario(StorageDriver driver, PortableHashing hashing, InstantSource clock) {
        this(driver, hashing, clock, RegistryEvents.NONE);
    }

    UploadScenario(StorageDriver driver, PortableHashing hashing, InstantSource clock, RegistryEvents events) {
        this.storage = new CountingStorageDriver(driver);
        this.clock = clock;
        this.services = UploadServices.over(
                storage,
                Docket.of(storage, InstantSource.system()),
                new TokenSecrets(List.of(new byte[32])),
                hashing,
                new ComputePool(),
                () -> new UploadId(UUID.randomUUID()),
                clock,
                events);
    }

    public UploadProgress start() throws IOException {
        return start(UnrestrictedCaller.ANONYMOUS);
    }

    public UploadProgress start(Caller caller) throws IOException {
        return services.start().start(caller, REPOSITORY, DigestAlgorithm.SHA256);
    }

    public UploadProgress start(RepositoryName repository) throws IOException {
        return services.start().start(UnrestrictedCaller.ANONYMOUS, repository, DigestAlgorithm.SHA256);
    }

    public static UploadRequest request(UploadProgress progress) {
        return request(progress, UnrestrictedCaller.ANONYMOUS);
    }

    private static UploadRequest request(UploadProgress progress, Caller caller) {
        return new UploadRequest(caller, progress.repository(), progress.id(), Optional.of(progress.state()));
    }

    public AppendResult patch(UploadProgress from, byte[] content) throws IOException {
        return services.append().append(request(from), Optional.empty(), new Body(content, Optional.empty()));
    }

    public AppendResult breaking(UploadProgress from, byte[] content) throws IOException {
        return breaking(from, content, UnrestrictedCaller.ANONYMOUS);
    }

    public AppendResult breaking(UploadProgress from, byte[] content, Caller caller) throws IOException {
        return services.append()
                .append(
                        request(from, caller),
                        Optional.empty(),
                        new Body(content, Optional.of(new IOException("gone"))));
    }

    public UploadProgress patched(UploadProgress from, byte[] content) throws IOException {
        return patched(from, content, UnrestrictedCaller.ANONYMOUS);
    }

    public UploadProgress patched(UploadProgress from, byte[] content, Caller caller) throws IOException {
        AppendResult result =
                services.append().append(request(from, caller), Optional.empty(), new Body(content, Optional.empty()));
        if (result instanceof AppendResult.Appended(UploadProgress progress)) {
            return progress;
        }
        throw new AssertionError("the chunk was not appended");
    }

    public CompleteResult put(UploadProgress from, Digest digest, byte[] content) throws IOException {
        return services.complete()
                .complete(new CompleteUploadCommand(
                        request(from), digest, Optional.empty(), new Body(content, Optional.empty())));
    }

    public UploadProgress status(UploadProgress of) throws IOException {
        if (services.status().status(request(of)) instanceof StatusResult.InProgress(UploadProgress progress)) {
            return progress;
        }
        throw new AssertionError("there is no such upload");
    }

    /** Purges, and fails the test if an upload cannot be purged. */
    PurgeReport purge(Duration age, boolean dryRun) throws IOException {
        return UploadServices.purge(storage, clock).purge(age, dryRun, new PurgeObserver() {
            @Override
            public void purged(PurgedUpload upload) {
                // The report counts it.
            }

            @Override
            public void failed(String key, IOException reason) {
                throw new AssertionError(key, reason);
            }
        });
    }

    /** A body that is available at once, or ends early after its bytes. */
    private static final class Body implements UploadBody {
        private final ByteBuffer content;
        private final Optional<IOException> end;

        Body(byte[] content, Optional<IOException> end) {
            this.content = ByteBuffer.wrap(content);
            this.end = end;
        }

        @Override
        public OptionalLong length() {
            return end.isPresent() ? OptionalLong.empty() : OptionalLong.of(content.limit());
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            if (!content.hasRemaining()) {
                if (end.isPresent()) {
                    throw end.get();
                }
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
