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
 * (milliseconds), id, and the repository's name in the remaining bytes.
 */
final class UploadTokenCodec {
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + 1 + 8 + 8 + 8 + 16;

    private UploadTokenCodec() {}

    static byte[] encode(UploadToken token) {
        byte[] name = token.repository().value().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(FIXED_BYTES + name.length)
                .put(VERSION)
                .put((byte) token.algorithm().hexLength())
                .putLong(token.offset())
                .putLong(token.generation())
                .putLong(token.startedAt().toEpochMilli())
                .putLong(token.id().value().getMostSignificantBits())
                .putLong(token.id().value().getLeastSignificantBits())
                .put(name)
                .array();
    }

    /**
     * Decodes a payload whose signature was verified. The result is empty if it is of another version or of another
     * program.
     */
    static Optional<UploadToken> decode(byte[] payload) {
        if (payload.length > 0 && payload[0] == '{') {
            return DistributionToken.decode(payload);
        }
        if (payload.length <= FIXED_BYTES || payload[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(payload, 1, payload.length - 1);
        DigestAlgorithm algorithm = algorithm(in.get() & 0xff);
        long offset = in.getLong();
        long generation = in.getLong();
        Instant startedAt = Instant.ofEpochMilli(in.getLong());
        UploadId id = new UploadId(new UUID(in.getLong(), in.getLong()));
        RepositoryName repository =
                new RepositoryName(StandardCharsets.US_ASCII.decode(in).toString());
        return Optional.of(new UploadToken(repository, id, offset, generation, startedAt, algorithm));
    }

    private static DigestAlgorithm algorithm(int hexLength) {
        return Stream.of(DigestAlgorithm.values())
                .filter(algorithm -> algorithm.hexLength() == hexLength)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a token that was signed here has no known algorithm"));
    }
}
