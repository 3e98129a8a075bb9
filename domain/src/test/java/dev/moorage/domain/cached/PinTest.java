package dev.moorage.domain.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinTest {
    private static final RepositoryName NAME = new RepositoryName("docker.io/library/alpine");
    private static final Digest DIGEST =
            Digest.tryParse("sha256:" + "ab".repeat(32)).orElseThrow();
    private static final Digest OTHER =
            Digest.tryParse("sha256:" + "cd".repeat(32)).orElseThrow();

    private static boolean keeps(String pin, String tag) {
        return Pin.parse(pin)
                .keeps(NAME, Optional.of(tag).filter(text -> !text.isEmpty()).map(Tag::new), DIGEST);
    }

    @Test
    void aPinIsOfARepositoryOrOfTagsOrOfADigest() {
        assertThat(keeps("docker.io/library/alpine", "3.20")).isTrue();
        assertThat(keeps("docker.io/library/alpine", "")).isTrue();
        assertThat(keeps("docker.io/library", "3.20")).isFalse();
        assertThat(keeps("docker.io/library/alpine:3.*", "3.20")).isTrue();
        assertThat(keeps("docker.io/library/alpine:3.*", "edge")).isFalse();
        assertThat(keeps("docker.io/library/alpine:3.*", "")).isFalse();
        assertThat(keeps("docker.io/library/alpine@" + DIGEST, "edge")).isTrue();
        assertThat(keeps("docker.io/library/alpine@" + DIGEST, "")).isTrue();
        assertThat(keeps("docker.io/library/alpine@" + OTHER, "edge")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UPPER", "a:", "a:b c", "a@sha256:1", "a@", ":b", "a\nb"})
    void anythingElseIsNoPin(String text) {
        assertThatThrownBy(() -> Pin.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
