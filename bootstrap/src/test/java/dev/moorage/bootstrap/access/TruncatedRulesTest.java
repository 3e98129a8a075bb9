package dev.moorage.bootstrap.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A file of rules that is written in place and read in the middle. In the form that {@code docs/access.md} recommends, no part of
 * a file allows more than the whole.
 */
class TruncatedRulesTest {
    /** Rules on one line each, in braces, those that forbid something first. */
    private static final String RECOMMENDED = """
            immutable:
              - {repositories: "prod/**", tags: "v*"}
            groups: {release: [alice, bob], ops: [carol]}
            rules:
              - {who: everyone, deny: delete, repositories: "prod/**"}
              - {who: bob, deny: push, repositories: "prod/secret"}
              - {who: anonymous, may: pull, repositories: "public/**"}
              - {who: [alice, "@ops"], may: [pull, push, delete], repositories: ["{user}/**", "public/app"]}
              - {who: "@release", may: push, repositories: "prod/**", tags: ["v*", "latest"]}
              - {who: "@ops", may: admin}
            """;

    private static final List<Subject> SUBJECTS = List.of(
            Subject.ANONYMOUS,
            IdentityProvider.PASSWORD_FILE.user("alice", List.of()),
            IdentityProvider.PASSWORD_FILE.user("bob", List.of()),
            IdentityProvider.PASSWORD_FILE.user("carol", List.of()),
            IdentityProvider.PASSWORD_FILE.user("a", List.of()));

    private final AccessRulesReader reader = new AccessRulesReader("access.yml");
    private int valid;

    /** All that the rules allow to some callers, in some repositories. */
    private static Set<String> allowed(AccessRules rules) {
        Set<String> all = new TreeSet<>();
        for (Subject subject : SUBJECTS) {
            for (String name : List.of("public/app", "prod/app", "prod/secret", "alice/x", "a/x", "other")) {
                for (Action action : List.of(Action.PULL, Action.PUSH, Action.DELETE)) {
                    for (String tag : List.of("v1", "latest", "x")) {
                        AccessQuestion question = AccessQuestion.of(action, RepositoryName.parse(name), Tag.parse(tag));
                        boolean moved = action == Action.PUSH
                                && rules.writeOnce(RepositoryName.parse(name), new Tag(tag))
                                        .isPresent();
                        if (rules.decide(subject, question).isAllowed()) {
                            all.add(subject + " " + question);
                            if (!moved) {
                                all.add(subject + " " + question + " where the tag is another manifest");
                            }
                        }
                    }
                }
            }
        }
        return all;
    }

    /** What each part of a text allows that the whole does not. */
    private List<String> widened(String text) throws InvalidRulesException {
        Set<String> whole = allowed(reader.readFile(text).rules());
        List<String> more = new ArrayList<>();
        for (int end = 0; end < text.length(); end++) {
            try {
                Set<String> part =
                        allowed(reader.readFile(text.substring(0, end)).rules());
                valid++;
                part.removeAll(whole);
                if (!part.isEmpty()) {
                    more.add(text.substring(0, end) + " allows " + part);
                }
            } catch (InvalidRulesException _) {
                // The rules of before stay.
            }
        }
        return more;
    }

    @Test
    void noPartOfAFileInTheRecommendedFormAllowsMoreThanTheWhole() throws InvalidRulesException {
        assertThat(widened(RECOMMENDED)).isEmpty();
        assertThat(valid).as("after each rule the part is a file of rules").isGreaterThan(10);
    }

    @Test
    void partsOfOtherFilesMayAllowMore() throws InvalidRulesException {
        assertThat(widened("""
                rules:
                  - {who: users, may: [push, delete]}
                  - {who: everyone, deny: delete, repositories: "prod/**"}
                """)).as("a rule that denies comes last").isNotEmpty();
        assertThat(widened("""
                rules:
                  - who: alice
                    may: push
                    repositories: prod/**
                """)).as("a rule has several lines").isNotEmpty();
    }
}
