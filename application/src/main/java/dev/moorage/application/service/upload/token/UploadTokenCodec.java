package dev.moorage.application.service.upload.token;

import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Encodes an upload token as bytes: version, algorithm (its number of hexadecimal digits), offset, generation, start
 * (milliseconds), id, and the repository's name in the remaining bytes. A token with an owner has another version. There
 * the length of the repository's name (16 bits) precedes the name, and the owner's name is in the remaining bytes.
 */
final class UploadTokenCodec {
    private static final byte VERSION = 1;
    private static final byte OWNED = 2;
    private static final int FIXED_BYTES = 1 + 1 + 8 + 8 + 8 + 16;

    private UploadTokenCodec() {}

    /** @param owner the name of the caller that the token is for, or empty */
    static byte[] encode(UploadToken token, String owner) {
        byte[] name = token.repository().value().getBytes(StandardCharsets.US_ASCII);
        byte[] ownerName = owner.getBytes(StandardCharsets.UTF_8);
        boolean owned = ownerName.length > 0;
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + (owned ? Short.BYTES + ownerName.length : 0) + name.length)
                .put(owned ? OWNED : VERSION)
                .put((byte) token.algorithm().hexLength())
                .putLong(token.offset())
                .putLong(token.generation())
                .putLong(token.startedAt().toEpochMilli())
                .putLong(token.id().value().getMostSignificantBits())
                .putLong(token.id().value().getLeastSignificantBits());
        if (owned) {
            out.putShort((short) name.length);
        }
        return out.put(name).put(ownerName).array();
    }

    /**
     * Decodes a payload whose signature was verified. The result is empty if it is of another version or of another
     * program.
     */
    static Optional<UploadToken> decode(byte[] payload) {
        if (payload.length > 0 && payload[0] == '{') {
            return DistributionToken.decode(payload);
        }
        if (payload.length <= FIXED_BYTES || payload[0] != VERSION && payload[0] != OWNED) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(payload, 1, payload.length - 1);
        DigestAlgorithm algorithm = algorithm(in.get() & 0xff);
        long offset = in.getLong();
        long generation = in.getLong();
        Instant startedAt = Instant.ofEpochMilli(in.getLong());
        UploadId id = new UploadId(new UUID(in.getLong(), in.getLong()));
        int nameLength = payload[0] == OWNED ? in.getShort() : in.remaining();
        RepositoryName repository = new RepositoryName(StandardCharsets.US_ASCII
                .decode(in.slice(in.position(), nameLength))
                .toString());
        return Optional.of(new UploadToken(repository, id, offset, generation, startedAt, algorithm));
    }

    /** Returns the owner of a payload whose signature was verified. The result is empty if it has none. */
    static Optional<String> owner(byte[] payload) {
        if (payload.length <= FIXED_BYTES || payload[0] != OWNED) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(payload, FIXED_BYTES, payload.length - FIXED_BYTES);
        int nameLength = in.getShort();
        return Optional.of(StandardCharsets.UTF_8
                .decode(in.position(in.position() + nameLength))
                .toString());
    }

    private static DigestAlgorithm algorithm(int hexLength) {
        return Stream.of(DigestAlgorithm.values())
                .filter(algorithm -> algorithm.hexLength() == hexLength)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a token that was signed here has no known algorithm"));
    }
}
