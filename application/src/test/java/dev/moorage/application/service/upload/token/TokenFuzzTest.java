package dev.moorage.application.service.upload.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A signed upload token is read back unchanged. Any other text is refused, even another spelling of the same token. */
class TokenFuzzTest {
    private static final int FIXED_BYTES = 4 * Long.BYTES + Short.BYTES + 1;

    private final UploadTokens tokens = new UploadTokens(new TokenSecrets(List.of(new byte[32], new byte[33])));

    @FuzzTest
    void tokens(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        assertThat(tokens.verify(text)).as("a text that nobody signed").isEmpty();
        // Another program may sign any JSON with the same secret.
        assertThat(DistributionToken.decode(data))
                .satisfies(token ->
                        token.ifPresent(known -> assertThat(known.offset()).isNotNegative()));
        if (data.length > FIXED_BYTES) {
            token(ByteBuffer.wrap(data)).ifPresent(token -> altered(token, ByteBuffer.wrap(data)));
        }
    }

    private static Optional<UploadToken> token(ByteBuffer data) {
        long offset = data.getLong() & Long.MAX_VALUE;
        long generation = data.getLong() & Long.MAX_VALUE;
        UploadId id = new UploadId(new UUID(data.getLong(), data.getLong()));
        DigestAlgorithm algorithm = DigestAlgorithm.values()[(data.get() & 1)];
        data.getShort();
        String name = StandardCharsets.ISO_8859_1.decode(data).toString();
        return RepositoryName.tryParse(name)
                .map(repository -> new UploadToken(
                        repository, id, offset, generation, Instant.ofEpochMilli(offset >>> 16), algorithm));
    }

    /** Changes one character of a token. The last of the fixed bytes select it. */
    private void altered(UploadToken token, ByteBuffer data) {
        String signed = tokens.sign(token, "");
        assertThat(tokens.verify(signed)).contains(token);
        int position = (data.get(FIXED_BYTES - 1) & 0xff) * signed.length() / 256;
        char other = (char) (data.get(FIXED_BYTES - 2) & 0xff);
        String altered = signed.substring(0, position) + other + signed.substring(position + 1);
        if (!altered.equals(signed)) {
            assertThat(tokens.verify(altered)).as(altered).isEmpty();
        }
        if (other != '=') { // Padding of CNCF Distribution's tokens.
            assertThat(tokens.verify(signed + other)).as("longer").isEmpty();
        }
        assertThat(tokens.verify(signed.substring(0, position))).as("shorter").isEmpty();
    }
}
