package dev.moorage.http;

import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An answer whose body is a blob, a range of it, or several ranges as {@code multipart/byteranges}: RFC 9110, section 14.6.
 *
 * @param size the blob's, in bytes
 * @param pieces what the body is made of, in order
 * @param tail what follows the last piece
 */
record BlobAnswer(int status, Digest digest, long size, String contentType, List<Piece> pieces, byte[] tail) {
    private static final String OCTETS = "application/octet-stream";
    private static final byte[] NOTHING = {};

    /** A range of the blob, and what stands before it. */
    record Piece(byte[] head, ByteRange range) {}

    static BlobAnswer whole(Digest digest, long size) {
        return of(200, digest, size, new ByteRange(0, size));
    }

    static BlobAnswer part(Digest digest, long size, ByteRange range) {
        return of(206, digest, size, range);
    }

    private static BlobAnswer of(int status, Digest digest, long size, ByteRange range) {
        return new BlobAnswer(status, digest, size, OCTETS, List.of(new Piece(NOTHING, range)), NOTHING);
    }

    /** Several ranges. The boundary is random, so that no blob can contain it by intent. */
    static BlobAnswer parts(Digest digest, long size, List<ByteRange> ranges) {
        String boundary = UUID.randomUUID().toString();
        List<Piece> pieces = new ArrayList<>();
        for (ByteRange range : ranges) {
            String head = (pieces.isEmpty() ? "--" : "\r\n--") + boundary + "\r\nContent-Type: " + OCTETS
                    + "\r\nContent-Range: " + contentRange(range, size) + "\r\n\r\n";
            pieces.add(new Piece(bytes(head), range));
        }
        byte[] tail = bytes("\r\n--" + boundary + "--\r\n");
        return new BlobAnswer(206, digest, size, "multipart/byteranges; boundary=" + boundary, pieces, tail);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String contentRange(ByteRange range, long size) {
        return "bytes " + range.offset() + "-" + (range.offset() + range.length() - 1) + "/" + size;
    }

    /** Sets status and headers. */
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

    /** What caches may rely on. Never said before it is certain: an error has no such headers. */
    static Exchange describe(Exchange exchange, Digest digest) {
        return exchange.header("Docker-Content-Digest", digest.toString())
                .header("ETag", ConditionalRequests.entityTag(digest))
                .header("Cache-Control", "max-age=31536000, immutable")
                .header("Accept-Ranges", "bytes");
    }
}
