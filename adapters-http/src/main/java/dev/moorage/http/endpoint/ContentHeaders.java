package dev.moorage.http.endpoint;

import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.upload.ChunkRange;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.exchange.HttpError;
import java.util.Optional;
import java.util.OptionalLong;

/** Checks the headers that describe the bytes of a blob: encoding, type and range. */
final class ContentHeaders {
    private ContentHeaders() {}

    /**
     * Requires that a blob's bytes are sent without a content encoding.
     *
     * @throws HttpError 415 when the request has a content encoding
     */
    static void requireOctets(Exchange exchange) {
        Optional<String> encoding = exchange.requestHeader("Content-Encoding");
        if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
            throw new HttpError(415, ErrorCode.UNSUPPORTED, "Content-Encoding other than identity is not accepted");
        }
    }

    /**
     * Requires that the bytes of a chunk are sent as octets, without a content encoding.
     *
     * @throws HttpError 415 when the headers announce anything else
     */
    static void requireChunk(Exchange exchange) {
        requireOctets(exchange);
        Optional<String> type = exchange.requestHeader("Content-Type");
        boolean octets = type.isEmpty()
                || MediaType.tryParse(type.get())
                        .filter(sent -> sent.value().equalsIgnoreCase(MediaType.OCTET_STREAM.value()))
                        .isPresent();
        if (!octets) {
            throw new HttpError(415, ErrorCode.UNSUPPORTED, "Content-Type of a chunk is application/octet-stream");
        }
    }

    /**
     * Returns the range of a chunk, or empty when the request has none.
     *
     * @throws HttpError 400 {@code SIZE_INVALID} when the range does not fit Content-Length, 416 when it cannot be parsed
     */
    static Optional<ChunkRange> range(Exchange exchange) {
        Optional<String> header = exchange.requestHeader("Content-Range");
        if (header.isEmpty()) {
            return Optional.empty();
        }
        // containers/image and other clients send 0--1 or 0-0 with an empty body. This is treated as no range.
        OptionalLong length = exchange.contentLength();
        if (length.orElse(-1) == 0) {
            return Optional.empty();
        }
        ChunkRange range = ChunkRange.tryParse(header.get())
                .orElseThrow(() -> new HttpError(416, ErrorCode.RANGE_INVALID, "Content-Range is not <first>-<last>"));
        if (length.isPresent() && length.getAsLong() != range.length()) {
            throw new HttpError(400, ErrorCode.SIZE_INVALID, "Content-Range does not fit Content-Length");
        }
        return Optional.of(range);
    }
}
