package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.blob.MountBlob;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.PushBlobCommand;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.digest.Hasher;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.exchange.Exchange;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code POST /v2/<name>/blobs/uploads/}: starts an upload, mounts a blob, or receives a blob monolithically. OCI
 * Distribution Specification, section "Pushing blobs".
 */
public final class StartUploadEndpoint {
    private final UploadUseCases uploads;
    private final MountBlob mount;
    private final UploadResponses answers;
    private final OpenUploads open;
    private final OptionalLong chunkMinLength;

    public StartUploadEndpoint(
            UploadUseCases uploads,
            MountBlob mount,
            UploadResponses answers,
            OpenUploads open,
            OptionalLong chunkMinLength) {
        this.uploads = uploads;
        this.mount = mount;
        this.answers = answers;
        this.open = open;
        this.chunkMinLength = chunkMinLength;
    }

    public void post(Exchange exchange, RepositoryName repository) throws IOException {
        Optional<String> mounted = exchange.query().last("mount");
        if (mounted.isPresent() && mount(exchange, repository, mounted.get())) {
            return;
        }
        Optional<Digest> digest = exchange.query().last("digest").map(Digest::parse);
        if (digest.isPresent() && mounted.isEmpty() && hasBlob(exchange, digest.get())) {
            push(exchange, repository, digest.get());
        } else {
            start(exchange, repository);
        }
    }

    /**
     * Mounts a blob, and returns whether it did. If not, the registry responds by starting an upload (section "Mounting a
     * blob from another repository"). A digest with an unknown algorithm, or an invalid name of the source repository, is
     * not an error here: the registry has no blob of that digest or repository.
     */
    private boolean mount(Exchange exchange, RepositoryName repository, String text) throws IOException {
        Optional<Digest> digest = Digest.tryParse(text);
        Optional<String> source = exchange.query().last("from");
        Optional<RepositoryName> from = source.flatMap(RepositoryName::tryParse);
        boolean mounted = digest.isPresent()
                && from.isPresent() == source.isPresent()
                && mount.mount(exchange.caller(), repository, digest.get(), from);
        if (mounted) {
            answers.created(exchange, repository, digest.get());
        }
        return mounted;
    }

    /** Whether the request carries the blob. Only the empty blob may come without a body. */
    private static boolean hasBlob(Exchange exchange, Digest digest) {
        return exchange.body().length().orElse(1) > 0
                || Hasher.digest(digest.algorithm(), new byte[0]).equals(digest);
    }

    private void start(Exchange exchange, RepositoryName repository) throws IOException {
        if (!open.mayStart(OpenUploads.client(exchange))) {
            answers.tooMany(exchange);
            return;
        }
        chunkMinLength.ifPresent(length -> exchange.header("OCI-Chunk-Min-Length", Long.toString(length)));
        answers.progress(exchange, 202, uploads.start().start(exchange.caller(), repository, algorithm(exchange)));
    }

    private static DigestAlgorithm algorithm(Exchange exchange) {
        return exchange.query()
                .last("digest-algorithm")
                .map(name -> DigestAlgorithm.of(name)
                        .orElseThrow(() -> new RegistryException(
                                ErrorCode.DIGEST_INVALID, "digest-algorithm is none that is known")))
                .orElse(DigestAlgorithm.CANONICAL);
    }

    private void push(Exchange exchange, RepositoryName repository, Digest digest) throws IOException {
        ContentHeaders.requireOctets(exchange);
        if (!open.mayStore(OpenUploads.client(exchange))) {
            answers.tooMany(exchange);
            return;
        }
        CompleteResult result = uploads.push()
                .push(new PushBlobCommand(
                        exchange.caller(), repository, digest, exchange.body().letIn()));
        open.completed(OpenUploads.client(exchange), result);
        answers.completed(exchange, repository, result);
    }
}
