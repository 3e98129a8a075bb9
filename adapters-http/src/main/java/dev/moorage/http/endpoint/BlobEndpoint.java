package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.blob.BlobChangedException;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** {@code /v2/<name>/blobs/<digest>}: OCI Distribution Specification, sections "Pulling blobs" and "Deleting Blobs". */
public final class BlobEndpoint {
    private final BlobUseCases blobs;
    private final BlobSender sender;

    public BlobEndpoint(BlobUseCases blobs, TransferBuffers buffers) {
        this.blobs = blobs;
        this.sender = new BlobSender(blobs.get(), buffers);
    }

    public void handle(Exchange exchange, RepositoryName repository, Digest digest) throws IOException {
        if (exchange.method().equals("DELETE")) {
            delete(exchange, repository, digest);
        } else {
            get(exchange, repository, digest);
        }
    }

    /**
     * Deletes a blob. The content of a blob is fixed by its digest, so the condition of the request is checked before the
     * delete, and not within it.
     */
    private void delete(Exchange exchange, RepositoryName repository, Digest digest) throws IOException {
        ChangeCondition condition = ConditionalRequests.change(exchange);
        if (!condition.isNone()) {
            condition.require(Optional.of(blobs.get().stat(repository, digest)).map(_ -> digest));
        }
        blobs.delete().delete(exchange.caller(), repository, digest);
        exchange.empty(202);
    }

    /**
     * Serves a blob. The size from the cache may be out of date if a damaged blob was pushed again. In that case the size is
     * read from storage once more.
     */
    private void get(Exchange exchange, RepositoryName repository, Digest digest) throws IOException {
        try {
            answer(exchange, digest, found(exchange, repository, digest));
        } catch (BlobChangedException changed) {
            if (exchange.response().isCommitted()) {
                throw changed;
            }
            answer(exchange, digest, found(exchange, repository, digest));
        }
    }

    private BlobInfo found(Exchange exchange, RepositoryName repository, Digest digest) throws IOException {
        return exchange.isHead()
                ? blobs.get().stat(repository, digest)
                : blobs.get().request(repository, digest);
    }

    private void answer(Exchange exchange, Digest digest, BlobInfo blob) throws IOException {
        if (ConditionalRequests.isNotModified(exchange, digest)) {
            BlobResponse.describe(exchange, digest).notModified();
            return;
        }
        exchange.serves(digest, blob.size());
        Optional<URI> elsewhere =
                exchange.isHead() ? Optional.empty() : blobs.get().redirect(blob);
        if (elsewhere.isPresent()) {
            exchange.header("Location", elsewhere.get().toString())
                    .header("Docker-Content-Digest", digest.toString())
                    .header("Cache-Control", "no-store")
                    .empty(307);
            return;
        }
        long size = blob.size();
        switch (range(exchange, digest, size)) {
            case RangeHeader.Whole _ -> sender.send(exchange, blob, BlobResponse.whole(digest, size));
            case RangeHeader.Part(ByteRange range) ->
                sender.send(exchange, blob, BlobResponse.part(digest, size, range));
            case RangeHeader.Parts(List<ByteRange> ranges) ->
                sender.send(exchange, blob, BlobResponse.parts(digest, size, ranges));
            case RangeHeader.Unsatisfiable _ ->
                exchange.header("Content-Range", "bytes */" + size)
                        .error(416, ErrorCode.RANGE_INVALID, "the blob has " + size + " bytes");
        }
    }

    /** Only GET has ranges: to HEAD the header says nothing (RFC 9110, section 14.2). */
    private static RangeHeader range(Exchange exchange, Digest digest, long size) {
        Optional<String> ifRange = exchange.requestHeader("If-Range");
        boolean applies = !exchange.isHead()
                && (ifRange.isEmpty() || ifRange.get().equals(ConditionalRequests.entityTag(digest)));
        return RangeHeader.parse(applies ? exchange.requestHeader("Range") : Optional.empty(), size);
    }
}
