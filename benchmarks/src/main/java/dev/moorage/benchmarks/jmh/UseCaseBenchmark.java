package dev.moorage.benchmarks.jmh;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.manifest.PutManifestResult;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Benchmarks of whole requests below HTTP, over the in-memory reference driver. They include the parsing of manifests,
 * upload sessions and links.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class UseCaseBenchmark {
    private static final int LAYERS = 10;
    private static final int BLOB_BYTES = 4096;

    private final RepositoryName repository = new RepositoryName("a-team/some_project");
    private final Reference tag = Reference.parse("latest");
    private final PortableHashing hashing = PortableHashing.detect();
    private final byte[] blob = new byte[BLOB_BYTES];
    private final Digest digest = Digest.of(DigestAlgorithm.CANONICAL, blob);
    private UploadUseCases uploads = uploads(new InMemoryStorageDriver(new InMemoryStore()));
    private ManifestUseCases manifests = manifests(new InMemoryStorageDriver(new InMemoryStore()));
    private byte[] manifest = {};

    /**
     * Makes an empty store with an image in it. It is made anew for each iteration, so that remains of ended uploads do not
     * accumulate.
     */
    @Setup(Level.Iteration)
    public void begin() throws IOException {
        InMemoryStorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());
        uploads = uploads(driver);
        manifests = manifests(driver);
        List<String> layers = IntStream.range(0, LAYERS)
                .mapToObj(layer -> pushed(("layer " + layer).getBytes(StandardCharsets.UTF_8)))
                .toList();
        manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_IMAGE_MANIFEST + "\",\"config\":"
                        + layers.getFirst() + ",\"layers\":["
                        + layers.stream().collect(Collectors.joining(",")) + "]}")
                .getBytes(StandardCharsets.UTF_8);
        putManifest();
    }

    private UploadUseCases uploads(InMemoryStorageDriver driver) {
        return UploadServices.over(
                driver,
                Docket.of(driver, InstantSource.system()),
                new TokenSecrets(List.of(new byte[32])),
                hashing,
                () -> new UploadId(UUID.randomUUID()),
                InstantSource.system());
    }

    private static ManifestUseCases manifests(InMemoryStorageDriver driver) {
        return ManifestServices.over(
                driver, Docket.of(driver, InstantSource.system()), ManifestPolicy.COMPLETE, MemoryBudget.ofHeap());
    }

    private String pushed(byte[] content) {
        Digest contentDigest = Digest.of(DigestAlgorithm.CANONICAL, content);
        try {
            requireCommitted(uploads.push()
                    .push(new PushBlobCommand(
                            UnrestrictedCaller.ANONYMOUS, repository, contentDigest, UploadBody.of(content))));
        } catch (IOException e) {
            throw new IllegalStateException("a layer was not pushed", e);
        }
        return "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"" + contentDigest
                + "\",\"size\":" + content.length + "}";
    }

    /** PUT of a manifest with ten layers. */
    @Benchmark
    public PutManifestResult putManifest() throws IOException {
        return manifests
                .put()
                .put(new PutManifestCommand(
                        UnrestrictedCaller.ANONYMOUS,
                        repository,
                        tag,
                        Optional.of(MediaType.OCI_IMAGE_MANIFEST),
                        manifest,
                        List.of()));
    }

    /** GET of that manifest by its tag. */
    @Benchmark
    public ManifestContent getManifest() throws IOException {
        return manifests.get().get(repository, manifests.get().resolve(repository, tag));
    }

    /** POST that starts an upload. */
    @Benchmark
    public UploadProgress startUpload() throws IOException {
        return uploads.start().start(UnrestrictedCaller.ANONYMOUS, repository, DigestAlgorithm.CANONICAL);
    }

    /** POST with a whole blob of 4 KiB. */
    @Benchmark
    public CompleteResult pushBlob() throws IOException {
        return requireCommitted(uploads.push()
                .push(new PushBlobCommand(UnrestrictedCaller.ANONYMOUS, repository, digest, UploadBody.of(blob))));
    }

    /** POST, a PATCH of 4 KiB, PUT. */
    @Benchmark
    public CompleteResult uploadInOneChunk() throws IOException {
        UploadProgress started = startUpload();
        if (!(uploads.append().append(request(started), Optional.empty(), UploadBody.of(blob))
                instanceof AppendResult.Appended(UploadProgress appended))) {
            throw new IllegalStateException("the chunk was not appended");
        }
        return requireCommitted(uploads.complete()
                .complete(new CompleteUploadCommand(
                        request(appended), digest, Optional.empty(), UploadBody.of(new byte[0]))));
    }

    private static UploadRequest request(UploadProgress progress) {
        return new UploadRequest(
                UnrestrictedCaller.ANONYMOUS, progress.repository(), progress.id(), Optional.of(progress.state()));
    }

    private static CompleteResult requireCommitted(CompleteResult result) {
        if (!(result instanceof CompleteResult.Committed)) {
            throw new IllegalStateException("the blob was not committed: " + result);
        }
        return result;
    }
}
