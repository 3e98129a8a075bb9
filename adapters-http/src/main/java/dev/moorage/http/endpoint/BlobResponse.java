package dev.moorage.http.endpoint;

import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.http.exchange.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A response whose body is a blob, one range of it, or several ranges as {@code multipart/byteranges} (RFC 9110, section
 * 14.6).
 *
 * @param size the size of the whole blob, in bytes
 * @param pieces the parts of the body, in order
 * @param tail the bytes after the last piece
 */
record BlobResponse(int status, Digest digest, long size, String contentType, List<Piece> pieces, byte[] tail) {
    private static final String OCTETS = "application/octet-stream";
    private static final byte[] NOTHING = {};

    /** A range of the blob, and the bytes to send before it. */
    record Piece(byte[] head, ByteRange range) {}

    static BlobResponse whole(Digest digest, long size) {
        return of(200, digest, size, new ByteRange(0, size));
    }

    static BlobResponse part(Digest digest, long size, ByteRange range) {
        return of(206, digest, size, range);
    }

    private static BlobResponse of(int status, Digest digest, long size, ByteRange range) {
        return new BlobResponse(status, digest, size, OCTETS, List.of(new Piece(NOTHING, range)), NOTHING);
    }

    /**
     * A response of several ranges. The multipart boundary is random, so that a pushed blob cannot contain it on purpose.
     */
    static BlobResponse parts(Digest digest, long size, List<ByteRange> ranges) {
        String boundary = UUID.randomUUID().toString();
        List<Piece> pieces = new ArrayList<>();
        for (ByteRange range : ranges) {
            String head = (pieces.isEmpty() ? "--" : "\r\n--") + boundary + "\r\nContent-Type: " + OCTETS
                    + "\r\nContent-Range: " + contentRange(range, size) + "\r\n\r\n";
            pieces.add(new Piece(bytes(head), range));
        }
        byte[] tail = bytes("\r\n--" + boundary + "--\r\n");
        return new BlobResponse(206, digest, size, "multipart/byteranges; boundary=" + boundary, pieces, tail);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String contentRange(ByteRange range, long size) {
        return "bytes " + range.offset() + "-" + (range.offset() + range.length() - 1) + "/" + size;
    }

    /** Sets the status and the headers. */
    void answerHead(Exchange exchange) {
        describe(exchange, digest);
        if (status == 206 && pieces.size() == 1) {
            exchange.header("Content-Range", contentRange(pieces.getFirst().range(), size));
        }
        exchange.response().setStatus(status);
        exchange.response().setContentType(contentType);
        exchange.response()
                .setContentLengthLong(pieces.stream()
                                .mapToLong(piece ->
                                        piece.head().length + piece.range().length())
                                .sum()
                        + tail.length);
    }

    /**
     * Adds the digest, the entity tag and the caching headers. Called only when the response is certain: an error response
     * must not carry these headers.
     */
    static Exchange describe(Exchange exchange, Digest digest) {
        return exchange.header("Docker-Content-Digest", digest.toString())
                .header("ETag", ConditionalRequests.entityTag(digest))
                .header("Cache-Control", "max-age=31536000, immutable")
                .header("Accept-Ranges", "bytes");
    }
}
