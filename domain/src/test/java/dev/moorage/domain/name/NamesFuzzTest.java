package dev.moorage.domain.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.moorage.domain.error.RegistryException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses names, tags and references from arbitrary text. A text is accepted only if it matches the specification's
 * expression, and a parsed value prints as the original text.
 */
class NamesFuzzTest {
    /** The specification's expression with possessive quantifiers, so that matching needs no backtracking. */
    private static final Pattern NAME = Pattern.compile(
            "[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:\\.|__?+|-++)[a-z0-9]++)*+)*+");

    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    @FuzzTest
    void names(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        boolean name =
                text.length() <= RepositoryName.MAX_LENGTH && NAME.matcher(text).matches();
        assertThat(RepositoryName.tryParse(text).map(RepositoryName::toString).equals(Optional.of(text)))
                .isEqualTo(name);
        assertThat(Tag.tryParse(text).map(Tag::toString).equals(Optional.of(text)))
                .isEqualTo(TAG.matcher(text).matches());
        Reference reference;
        try {
            reference = Reference.parse(text);
        } catch (RegistryException _) {
            return;
        }
        assertThat(reference).hasToString(text);
        assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
        switch (reference) {
            case Reference.ByTag(Tag tag) ->
                assertThat(TAG.matcher(tag.value()).matches()).isTrue();
            case Reference.ByDigest _ -> {
                if (text.indexOf(':') < 0) {
                    fail("a digest without a colon");
                }
            }
        }
    }
}
