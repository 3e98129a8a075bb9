package dev.moorage.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    @Test
    void actionsAreSortedAndDistinct() {
        assertThat(Scope.tryParse("repository:a/b:push,pull,push")).hasToString("Optional[repository:a/b:pull,push]");
    }

    @Test
    void nameWithAPortIsWhole() {
        Scope scope =
                Scope.tryParse("repository:registry.example:5000/a/b:pull").orElseThrow();
        assertThat(scope.name()).isEqualTo("registry.example:5000/a/b");
        assertThat(scope.actions()).containsExactly("pull");
    }

    @Test
    void classIsApartFromTheType() {
        Scope scope = Scope.tryParse("repository(plugin):a:pull").orElseThrow();
        assertThat(scope.type()).isEqualTo("repository");
        assertThat(scope.resourceClass()).isEqualTo("plugin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":",
                "::",
                "repository",
                "repository:a",
                "repository::pull",
                ":a:pull",
                "repository:a:",
                "repository:a:pull,",
                "Repository:a:pull",
                "repository:a b:pull",
                "repository:a\"b:pull",
                "repository:a:b:c:pull",
                "repository():a:pull",
                "repository(x:a:pull",
                "(x):a:pull",
                "repository:a:PULL",
                "repository:é:pull",
                "repository:a:pu\nll"
            })
    void textThatIsNoScopeIsNotParsed(String text) {
        assertThat(Scope.tryParse(text)).isEmpty();
    }

    @Test
    void scopesAreReadFromRepeatedAndJoinedTextsAndTheRestIsLeftOut() {
        List<Scope> scopes =
                Scope.parseAll(List.of("repository:a:pull  nonsense registry:catalog:*", "repository:b:push"));
        assertThat(scopes)
                .extracting(Scope::toString)
                .containsExactly("repository:a:pull", "registry:catalog:*", "repository:b:push");
    }

    @Test
    void scopesBeyondTheBoundAreLeftOut() {
        assertThat(Scope.parseAll(List.of("repository:a:pull ".repeat(10_000)))).hasSizeLessThanOrEqualTo(64);
        assertThat(Scope.tryParse("repository:" + "a".repeat(1000) + ":pull")).isEmpty();
        assertThat(Scope.tryParse("repository:a:" + "pull,".repeat(1000) + "pull"))
                .isEmpty();
    }

    private static final RepositoryName A = RepositoryName.parse("a");

    private static AccessSet access(String... scopes) {
        return new AccessSet(Scope.parseAll(List.of(scopes)));
    }

    @Test
    void pushNeedsPullAndPush() {
        RequiredScopes push = RequiredScopes.of(Action.PUSH, A);
        assertThat(access("repository:a:push").covers(push)).isFalse();
        assertThat(access("repository:a:push", "repository:a:pull").covers(push))
                .isTrue();
        assertThat(access("repository:a:*").covers(push)).isTrue();
    }

    @Test
    void accessToAnotherResourceCoversNothing() {
        RequiredScopes pull = RequiredScopes.of(Action.PULL, A);
        assertThat(access("repository:a/b:pull", "repository:*:pull", "registry:a:pull", "repository:A:pull")
                        .covers(pull))
                .isFalse();
        assertThat(access("repository(plugin):a:pull").covers(pull)).isTrue();
    }

    @Test
    void catalogNeedsEveryActionOnIt() {
        assertThat(access("registry:catalog:*").covers(RequiredScopes.ofCatalog()))
                .isTrue();
        assertThat(access("registry:catalog:pull").covers(RequiredScopes.ofCatalog()))
                .isFalse();
    }

    @Test
    void emptyAccessCoversWhatNeedsNoScope() {
        assertThat(AccessSet.NONE.covers(RequiredScopes.NONE)).isTrue();
        assertThat(AccessSet.NONE.covers(RequiredScopes.of(Action.PULL, A))).isFalse();
    }
}
