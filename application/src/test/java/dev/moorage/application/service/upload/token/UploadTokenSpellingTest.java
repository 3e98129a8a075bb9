package dev.moorage.application.service.upload.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadToken;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The last character of a token may carry bits that belong to no byte. A decoder ignores them, but a token with other
 * bits is refused.
 */
class UploadTokenSpellingTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final UploadTokens tokens = new UploadTokens(new TokenSecrets(List.of(new byte[32])));

    @Test
    void noOtherCharacterIsTakenAnywhereAndDistributionsPaddingIs() {
        for (String name : List.of("a", "ab", "abc")) {
            UploadToken token = new UploadToken(
                    new RepositoryName(name),
                    new UploadId(new UUID(1, 2)),
                    3,
                    4,
                    Instant.ofEpochMilli(5),
                    DigestAlgorithm.SHA256);
            String signed = tokens.sign(token, "");
            assertThat(tokens.verify(signed)).contains(token);
            assertThat(tokens.verify(padded(signed))).contains(token);
            for (int i = 0; i < signed.length(); i++) {
                for (char other : ALPHABET.toCharArray()) {
                    String altered = signed.substring(0, i) + other + signed.substring(i + 1);
                    assertThat(tokens.verify(altered).isPresent()).as(altered).isEqualTo(altered.equals(signed));
                }
            }
        }
    }

    private static String padded(String text) {
        return text + "=".repeat((4 - text.length() % 4) % 4);
    }
}
