package dev.moorage.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTest {
    private static final long SEED = 20261130;
    private static final Subject ALICE = IdentityProvider.PASSWORD_FILE.user("alice", List.of());

    private static boolean matches(String pattern, String name, Subject subject) {
        return RepositoryPattern.parse(pattern).matches(RepositoryName.parse(name), subject);
    }

    @ParameterizedTest
    @CsvSource({
        "prod/app, prod/app, true",
        "prod/app, prod/app2, false",
        "prod/app, prod/ap, false",
        "prod/*, prod/app, true",
        "prod/*, prod/a/b, false",
        "prod/*, prod, false",
        "prod/**, prod/app, true",
        "prod/**, prod/a/b, true",
        "prod/**, prod, false",
        "prod/**, production/a, false",
        "**, a, true",
        "**, a/b/c, true",
        "*, a, true",
        "*, a/b, false",
        "**/app, x/app, true",
        "**/app, x/y/app, true",
        "**/app, app, false",
        "a/**/b, a/x/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, a/b, false",
        "a/**/b, a/b/b, true",
        "a?, ab, true",
        "a?, a, false",
        "a?c, a/c, false",
        "*-dev, app-dev, true",
        "*-dev, app-dev/x, false",
    })
    void repositoryPatternMatchesWholeNames(String pattern, String name, boolean matches) {
        assertThat(matches(pattern, name, ALICE)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "prod/app, prod, true",
        "prod/app, pro, false",
        "prod/app, prod/app, false",
        "prod/app, production, false",
        "prod/**, prod, true",
        "prod/**, prod/a/b, true",
        "prod/**, staging, false",
        "prod, prod, false",
        "*, a, false",
        "*/x, a, true",
        "*/x, a/b, false",
        "**, a/b/c, true",
        "**/app, app/app, true",
        "a?/b, ab, true",
        "a?/b, a, false",
        "{user}/**, alice, true",
        "{user}/**, bob, false",
    })
    void repositoryPatternMayMatchBelowAFolder(String pattern, String folder, boolean may) {
        assertThat(RepositoryPattern.parse(pattern).mayMatchBelow(folder, ALICE))
                .isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource({
        "**, x, true",
        "x/**, x, true",
        "x/**, x/y, true",
        "x/**, xy, false",
        "x/**, y, false",
        "x/y/**, x, false",
        "x/y/**, x/y, true",
        "*/**, x, true",
        "*/y/**, x/y, true",
        "*/y/**, x/z, false",
        "**/y/**, x, false",
        "**/y/**, x/y, true",
        "x/*, x, false",
        "x/y, x, false",
        "{user}/**, alice, true",
        "{user}/**, bob, false",
    })
    void repositoryPatternMatchesAllBelowAFolder(String pattern, String folder, boolean all) {
        assertThat(RepositoryPattern.parse(pattern).matchesAllBelow(folder, ALICE))
                .isEqualTo(all);
    }

    @Test
    void repositoryPatternAgreesWithARegularExpressionOnRandomNames() {
        Random random = new Random(SEED);
        int matched = 0;
        for (int i = 0; i < 50_000; i++) {
            String name = components(random, "a", "b", "ab");
            String pattern = components(random, "a", "b", "*", "**", "?", "a*", "*b", "?*");
            Pattern expected = Pattern.compile(pattern.replace("**", "#")
                    .replace("*", "[^/]*")
                    .replace("?", "[^/]")
                    .replace("#", ".+"));
            boolean matches = matches(pattern, name, ALICE);
            assertThat(matches)
                    .as("seed %d: %s over %s", SEED, pattern, name)
                    .isEqualTo(expected.matcher(name).matches());
            matched += matches ? 1 : 0;
        }
        assertThat(matched).isGreaterThan(2_500);
    }

    private static String components(Random random, String... words) {
        return random.ints(random.nextInt(1, 5), 0, words.length)
                .mapToObj(word -> words[word])
                .reduce((left, right) -> left + "/" + right)
                .orElseThrow();
    }

    @Test
    @Timeout(20)
    void patternOfManyStarsTakesNoLongerThanItsLength() {
        RepositoryPattern pattern = RepositoryPattern.parse("a*".repeat(120) + "b");
        RepositoryName name = RepositoryName.parse("a".repeat(255));
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            assertThat(pattern.matches(name, ALICE)).isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a//b",
                "a/",
                "/a",
                "a**",
                "**a/b",
                "A",
                "a b",
                "[ab]",
                "a{b,c}",
                "{group}/x",
                "!a",
                "a:b"
            })
    void patternThatNoNameMatchesIsRefused(String pattern) {
        assertThatThrownBy(() -> RepositoryPattern.parse(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void patternLongerThanANameIsRefused() {
        assertThatThrownBy(() -> RepositoryPattern.parse("a".repeat(256))).hasMessageContaining("255");
        assertThatThrownBy(() -> TagPattern.parse("a".repeat(129))).hasMessageContaining("128");
    }

    @ParameterizedTest
    @CsvSource({
        "{user}/**, alice/app, true",
        "{user}/**, alice, false",
        "{user}/**, bob/app, false",
        "home-{user}, home-alice, true",
        "x/{user}/{user}, x/alice/alice, true",
    })
    void userStandsForTheCallersOwnName(String pattern, String name, boolean matches) {
        assertThat(matches(pattern, name, ALICE)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "?????", "Alice", "a/b", "alice/..", "{user}", "al ice", "alice/**", "-"})
    void userWhoseNameIsNoComponentHasNoNamespace(String user) {
        Subject subject = new IdentityProvider("oidc", "github").user(user, List.of());
        for (String name : List.of("alice/app", "a/b/app", "a/b/c", "alice/x/app")) {
            assertThat(matches("{user}/**", name, subject)).as(name).isFalse();
        }
    }

    @Test
    void prefixOfAProviderIsNotPartOfTheNamespace() {
        Subject subject = new IdentityProvider("ldap", "ldap").user("alice", List.of());
        assertThat(matches("{user}/**", "alice/app", subject)).isTrue();
    }

    @Test
    void anonymousHasNoNamespace() {
        assertThat(matches("{user}/**", "anonymous/app", Subject.ANONYMOUS)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "v*, v1.0, true",
        "v*, v, true",
        "v*, V1, false",
        "*, latest, true",
        "v?, v1, true",
        "v?, v10, false",
        "sha256-*, sha256-abc.sig, true",
        "latest, latest, true",
        "latest, latest2, false",
    })
    void tagPatternMatchesWholeTags(String pattern, String tag, boolean matches) {
        assertThat(TagPattern.parse(pattern).matches(Tag.parse(tag))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v/1", "v**", "v1:2", "é", "{user}"})
    void patternThatNoTagMatchesIsRefused(String pattern) {
        assertThatThrownBy(() -> TagPattern.parse(pattern)).isInstanceOf(IllegalArgumentException.class);
    }
}
