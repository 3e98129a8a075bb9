package dev.moorage.http;

import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.upload.ChunkRange;
import java.util.Optional;
import java.util.OptionalLong;

/** What the headers of a blob's bytes may say. */
final class ContentHeaders {
    private ContentHeaders() {}

    /**
     * A blob's bytes are sent as they are.
     *
     * @throws Refusal 415 when the headers say otherwise
     */
    static void requireOctets(Exchange exchange) {
        Optional<String> encoding = exchange.requestHeader("Content-Encoding");
        if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
            throw new Refusal(415, ErrorCode.UNSUPPORTED, "Content-Encoding other than identity is not accepted");
        }
    }

    /**
     * A chunk's bytes are octets.
     *
     * @throws Refusal 415 when the headers say otherwise
     */
    static void requireChunk(Exchange exchange) {
        requireOctets(exchange);
        Optional<String> type = exchange.requestHeader("Content-Type");
        boolean octets = type.isEmpty()
                || MediaType.tryParse(type.get())
                        .filter(sent -> sent.value().equalsIgnoreCase(MediaType.OCTET_STREAM.value()))
                        .isPresent();
        if (!octets) {
            throw new Refusal(415, ErrorCode.UNSUPPORTED, "Content-Type of a chunk is application/octet-stream");
        }
    }

    /**
     * The chunk's range, when it has one.
     *
     * @throws Refusal 400 {@code SIZE_INVALID} when it does not fit Content-Length, 416 when it does not parse
     */
    static Optional<ChunkRange> range(Exchange exchange) {
        Optional<String> header = exchange.requestHeader("Content-Range");
        if (header.isEmpty()) {
            return Optional.empty();
        }
        // containers/image and others send 0--1 or 0-0 with an empty body: a range of nothing is no range.
        OptionalLong length = exchange.contentLength();
        if (length.orElse(-1) == 0) {
            return Optional.empty();
        }
        ChunkRange range = ChunkRange.tryParse(header.get())
                .orElseThrow(() -> new Refusal(416, ErrorCode.RANGE_INVALID, "Content-Range is not <first>-<last>"));
        if (length.isPresent() && length.getAsLong() != range.length()) {
            throw new Refusal(400, ErrorCode.SIZE_INVALID, "Content-Range does not fit Content-Length");
        }
        return Optional.of(range);
    }
}
