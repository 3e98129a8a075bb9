package dev.moorage.domain.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses digests from arbitrary text. Only three forms are accepted, and a parsed digest prints as the original text.
 */
class DigestFuzzTest {
    private static final Pattern DIGEST =
            Pattern.compile("sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}");

    @FuzzTest
    void digests(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Optional<Digest> parsed = Digest.tryParse(text);
        assertThat(parsed.isPresent()).isEqualTo(DIGEST.matcher(text).matches());
        parsed.ifPresent(digest -> {
            assertThat(digest).hasToString(text);
            assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
        });
    }
}
