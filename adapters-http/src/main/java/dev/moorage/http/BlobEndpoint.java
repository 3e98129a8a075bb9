package dev.moorage.http;

import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.transfer.TransferBuffers;
import dev.moorage.application.transfer.Turn;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.name.RepositoryName;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;

/** {@code /v2/<name>/blobs/<digest>}: OCI Distribution Specification, sections "Pulling blobs" and "Deleting Blobs". */
final class BlobEndpoint {
    private static final int WRITE_AT_ONCE = 256 * 1024;
    /** As little as makes the socket tell when it has room again. */
    private static final int WRITE_TO_WAIT = 16 * 1024;

    private static final long TURN_BYTES = 8 << 20;

    private final UseCases useCases;
    private final TransferBuffers buffers;

    BlobEndpoint(UseCases useCases, TransferBuffers buffers) {
        this.useCases = useCases;
        this.buffers = buffers;
    }

    void handle(Exchange exchange, RepositoryName repository, Digest digest) throws IOException {
        if (exchange.method().equals("DELETE")) {
            delete(exchange, repository, digest);
        } else {
            get(exchange, digest, useCases.getBlob().stat(repository, digest));
        }
    }

    /** A blob is what its digest says or absent, so its condition needs no part in the delete itself. */
    private void delete(Exchange exchange, RepositoryName repository, Digest digest) throws IOException {
        ChangeCondition condition = ConditionalRequests.change(exchange);
        if (!condition.isNone()) {
            condition.require(
                    Optional.of(useCases.getBlob().stat(repository, digest)).map(_ -> digest));
        }
        useCases.deleteBlob().delete(repository, digest);
        exchange.empty(202);
    }

    private void get(Exchange exchange, Digest digest, BlobInfo blob) throws IOException {
        if (ConditionalRequests.isNotModified(exchange, digest)) {
            describe(exchange, digest).notModified();
            return;
        }
        Optional<URI> elsewhere =
                exchange.isHead() ? Optional.empty() : useCases.getBlob().redirect(blob);
        if (elsewhere.isPresent()) {
            exchange.header("Location", elsewhere.get().toString())
                    .header("Docker-Content-Digest", digest.toString())
                    .header("Cache-Control", "no-store")
                    .empty(307);
            return;
        }
        switch (range(exchange, digest, blob.size())) {
            case RangeHeader.Whole _ ->
                send(exchange, blob, new Head(200, digest, blob.size(), new ByteRange(0, blob.size())));
            case RangeHeader.Part(ByteRange range) -> send(exchange, blob, new Head(206, digest, blob.size(), range));
            case RangeHeader.Unsatisfiable _ ->
                exchange.header("Content-Range", "bytes */" + blob.size())
                        .error(416, ErrorCode.RANGE_INVALID, "the blob has " + blob.size() + " bytes");
        }
    }

    /** Only GET has ranges: to HEAD the header says nothing (RFC 9110, section 14.2). */
    private static RangeHeader range(Exchange exchange, Digest digest, long size) {
        Optional<String> ifRange = exchange.requestHeader("If-Range");
        boolean applies = !exchange.isHead()
                && (ifRange.isEmpty() || ifRange.get().equals(ConditionalRequests.entityTag(digest)));
        return RangeHeader.parse(applies ? exchange.requestHeader("Range") : Optional.empty(), size);
    }

    /** What caches may rely on. Never said before it is certain: an error has no such headers. */
    private static Exchange describe(Exchange exchange, Digest digest) {
        return exchange.header("Docker-Content-Digest", digest.toString())
                .header("ETag", ConditionalRequests.entityTag(digest))
                .header("Cache-Control", "max-age=31536000, immutable")
                .header("Accept-Ranges", "bytes");
    }

    /** The head of an answer that is a blob, or a range of it. */
    private record Head(int status, Digest digest, long size, ByteRange range) {
        void answer(Exchange exchange) {
            describe(exchange, digest);
            if (status == 206) {
                long last = range.offset() + range.length() - 1;
                exchange.header("Content-Range", "bytes " + range.offset() + "-" + last + "/" + size);
            }
            exchange.response().setStatus(status);
            exchange.response().setContentType("application/octet-stream");
            exchange.response().setContentLengthLong(range.length());
        }
    }

    /** Reads from storage once before the head, so that a blob that cannot be read is an error and not a cut connection. */
    private void send(Exchange exchange, BlobInfo blob, Head head) throws IOException {
        if (exchange.isHead()) {
            head.answer(exchange);
            return;
        }
        try (BlobContent content = useCases.getBlob().open(blob, head.range());
                TransferBuffers.Lease lease = buffers.large()) {
            ByteBuffer buffer = lease.buffer();
            buffer.limit(Math.min(buffer.capacity(), WRITE_AT_ONCE));
            int first = content.read(buffer);
            head.answer(exchange);
            if (first >= 0) {
                copy(exchange, content, buffer, head.range().length());
            }
        }
    }

    /**
     * Sends what is in the buffer, and the rest of the content. Where the bytes can go to the socket by themselves, all do but
     * those with which the next moment is waited for in which the socket has room.
     */
    private static void copy(Exchange exchange, BlobContent content, ByteBuffer buffer, long length)
            throws IOException {
        ServletOutputStream out = exchange.response().getOutputStream();
        boolean transfers = exchange.isTransferable(content);
        int window = transfers ? WRITE_TO_WAIT : buffer.limit();
        Turn turn = new Turn(TURN_BYTES);
        long sent = 0;
        do {
            turn.passed(buffer.flip().remaining());
            sent += buffer.remaining();
            out.write(buffer);
            long count;
            do {
                count = transfers && sent < length ? exchange.transfer(content, length - sent) : 0;
                sent += count;
                turn.passed(count);
            } while (count > 0);
            buffer.clear().limit(window);
        } while (content.read(buffer) >= 0);
        if (sent != length) {
            throw new IOException("storage gave " + sent + " of " + length + " bytes");
        }
    }
}
