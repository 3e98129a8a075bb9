package dev.moorage.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
    private static final long SEED = 20261130;
    private static final IdentityProvider GITHUB = new IdentityProvider("oidc", "github");
    private static final Subject ALICE = IdentityProvider.PASSWORD_FILE.user("alice", List.of());
    private static final Subject BOB = IdentityProvider.PASSWORD_FILE.user("bob", List.of());
    private static final Subject ACME = GITHUB.user("acme/app", List.of("env/prod"));
    private static final RepositoryName PROD = RepositoryName.parse("prod/app");
    private static final Set<Action> PUSHES = EnumSet.of(Action.PULL, Action.PUSH);

    private int line;

    private AccessRule may(String who, Set<Action> actions, String repositories, String... tags) {
        return rule(AccessRule.Effect.MAY, who, actions, repositories, tags);
    }

    private AccessRule deny(String who, Set<Action> actions, String repositories, String... tags) {
        return rule(AccessRule.Effect.DENY, who, actions, repositories, tags);
    }

    private AccessRule rule(
            AccessRule.Effect effect, String who, Set<Action> actions, String repositories, String... tags) {
        return new AccessRule(
                new RuleOrigin("access.yml", ++line),
                effect,
                List.of(Who.parse(who)),
                actions,
                repositories.isEmpty() ? List.of() : List.of(RepositoryPattern.parse(repositories)),
                Arrays.stream(tags).map(TagPattern::parse).toList());
    }

    private static AccessRules rules(AccessRule... rules) {
        return new AccessRules(Groups.NONE, List.of(rules), List.of());
    }

    private static boolean may(AccessRules rules, Subject subject, Action action, String repository) {
        return rules.decide(subject, AccessQuestion.of(action, RepositoryName.parse(repository)))
                .isAllowed();
    }

    private static boolean may(AccessRules rules, Subject subject, Action action, String repository, String tag) {
        return rules.decide(subject, AccessQuestion.of(action, RepositoryName.parse(repository), Tag.parse(tag)))
                .isAllowed();
    }

    @Test
    void nothingIsAllowedWithoutARule() {
        Decision decision = rules().decide(ALICE, AccessQuestion.of(Action.PULL, PROD));
        assertThat(decision.isAllowed()).isFalse();
        assertThat(decision.reason()).isEqualTo("denied: no rule allows it");
    }

    @Test
    void whatSeveralRulesAllowAddsUp() {
        AccessRules rules = rules(
                may("alice", EnumSet.of(Action.PULL), "prod/**"), may("alice", EnumSet.of(Action.DELETE), "prod/app"));
        assertThat(may(rules, ALICE, Action.PULL, "prod/app")).isTrue();
        assertThat(may(rules, ALICE, Action.DELETE, "prod/app")).isTrue();
        assertThat(may(rules, ALICE, Action.DELETE, "prod/other")).isFalse();
        assertThat(may(rules, ALICE, Action.PUSH, "prod/app")).isFalse();
    }

    @Test
    void aDenyOverridesAndNamesWhatItOverrode() {
        AccessRules rules = rules(
                may("alice", EnumSet.allOf(Action.class), ""), deny("everyone", EnumSet.of(Action.DELETE), "prod/**"));
        Decision decision = rules.decide(ALICE, AccessQuestion.of(Action.DELETE, PROD));
        assertThat(decision.reason())
                .isEqualTo("denied by access.yml:2 (who: everyone; deny: delete; repositories: prod/**),"
                        + " which overrides access.yml:1");
        assertThat(may(rules, ALICE, Action.PUSH, "prod/app")).isTrue();
        assertThat(may(rules, ALICE, Action.DELETE, "dev/app")).isTrue();
    }

    @Test
    void anAllowedActionNamesItsRule() {
        AccessRules rules = rules(may("bob", PUSHES, "x"), may("@github:env/prod", PUSHES, "prod/**", "v*"));
        assertThat(rules.decide(ACME, AccessQuestion.of(Action.PUSH, PROD, Tag.parse("v1")))
                        .reason())
                .isEqualTo("allowed by access.yml:2"
                        + " (who: @github:env/prod; may: pull, push; repositories: prod/**; tags: v*)");
    }

    @Test
    void theOrderOfRulesHasNoMeaning() {
        Random random = new Random(SEED);
        List<Subject> subjects = List.of(Subject.ANONYMOUS, ALICE, BOB, ACME);
        for (int i = 0; i < 2000; i++) {
            List<AccessRule> rules = new ArrayList<>();
            for (int j = 0; j < 6; j++) {
                rules.add(random(random));
            }
            AccessRules before = rules(rules.toArray(AccessRule[]::new));
            Collections.shuffle(rules, random);
            AccessRules after = rules(rules.toArray(AccessRule[]::new));
            for (Subject subject : subjects) {
                for (Action action : EnumSet.complementOf(EnumSet.of(Action.LIST))) {
                    AccessQuestion question = AccessQuestion.of(action, PROD, Tag.parse("v1"));
                    assertThat(after.decide(subject, question).isAllowed())
                            .as("seed %d, %s: %s %s", SEED, rules, subject, question)
                            .isEqualTo(before.decide(subject, question).isAllowed());
                }
            }
        }
    }

    private AccessRule random(Random random) {
        String who =
                List.of("everyone", "users", "anonymous", "alice", "github:*").get(random.nextInt(5));
        String repositories = List.of("", "**", "prod/*", "prod/app", "dev/**").get(random.nextInt(5));
        return random.nextInt(3) == 0
                ? deny(who, EnumSet.of(Action.DELETE, Action.PUSH), repositories)
                : may(who, random.nextBoolean() ? PUSHES : EnumSet.allOf(Action.class), repositories);
    }

    @Test
    void anonymousIsNoUserAndUsersAreNotAnonymous() {
        AccessRules rules = rules(
                may("anonymous", EnumSet.of(Action.PULL), "public/**"),
                may("users", EnumSet.of(Action.PULL), "inner/**"));
        assertThat(may(rules, Subject.ANONYMOUS, Action.PULL, "public/x")).isTrue();
        assertThat(may(rules, Subject.ANONYMOUS, Action.PULL, "inner/x")).isFalse();
        assertThat(may(rules, ALICE, Action.PULL, "public/x")).isFalse();
        assertThat(may(rules, ALICE, Action.PULL, "inner/x")).isTrue();
        assertThat(rules.admitsAnonymous()).isTrue();
        assertThat(AccessRules.USERS_MAY_ALL.admitsAnonymous()).isFalse();
    }

    @Test
    void userNamedLikeAKindOfCallersIsAUser() {
        Subject user = IdentityProvider.PASSWORD_FILE.user("anonymous", List.of());
        AccessRules rules = rules(may("anonymous", EnumSet.of(Action.PULL), "public/**"));
        assertThat(may(rules, user, Action.PULL, "public/x")).isFalse();
    }

    @Test
    void sameNameAtAnotherProviderIsAnotherUser() {
        AccessRules rules = rules(may("alice", PUSHES, ""), may("github:bob", PUSHES, ""));
        assertThat(may(rules, GITHUB.user("alice", List.of()), Action.PULL, "x"))
                .isFalse();
        assertThat(may(rules, BOB, Action.PULL, "x")).isFalse();
        assertThat(may(rules, GITHUB.user("bob", List.of()), Action.PULL, "x")).isTrue();
        assertThatThrownBy(() -> IdentityProvider.PASSWORD_FILE.user("github:bob", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void userNamedLikeAGroupIsNoMemberOfIt() {
        Groups groups = new Groups(Map.of("deploy", List.of(Who.parse("@github:env/prod"), Who.parse("alice"))));
        AccessRules rules = new AccessRules(groups, List.of(may("@deploy", PUSHES, "")), List.of());
        assertThat(may(rules, ACME, Action.PUSH, "x")).isTrue();
        assertThat(may(rules, ALICE, Action.PUSH, "x")).isTrue();
        assertThat(may(rules, GITHUB.user("env/prod", List.of()), Action.PUSH, "x"))
                .isFalse();
        assertThat(may(rules, GITHUB.user("x", List.of("deploy")), Action.PUSH, "x"))
                .isFalse();
        assertThat(may(rules, IdentityProvider.PASSWORD_FILE.user("@deploy", List.of()), Action.PUSH, "x"))
                .isFalse();
    }

    @Test
    void providerWithAStarIsEachOfItsUsers() {
        AccessRules rules = rules(may("github:*", EnumSet.of(Action.PULL), ""));
        assertThat(may(rules, ACME, Action.PULL, "x")).isTrue();
        assertThat(may(rules, ALICE, Action.PULL, "x")).isFalse();
        assertThat(may(rules, Subject.ANONYMOUS, Action.PULL, "x")).isFalse();
    }

    @Test
    void tagsNarrowPushesAndNotPullsNorBlobs() {
        AccessRules rules = rules(may("alice", PUSHES, "prod/**", "v*", "sha256-*"));
        assertThat(may(rules, ALICE, Action.PUSH, "prod/app", "v1")).isTrue();
        assertThat(may(rules, ALICE, Action.PUSH, "prod/app", "latest")).isFalse();
        assertThat(may(rules, ALICE, Action.PUSH, "prod/app")).isTrue();
        assertThat(may(rules, ALICE, Action.PULL, "prod/app")).isTrue();
    }

    @Test
    void deleteOfSomeTagsIsNoDeleteByDigest() {
        AccessRules rules = rules(may("alice", EnumSet.of(Action.DELETE), "", "dev-*"));
        assertThat(may(rules, ALICE, Action.DELETE, "x", "dev-1")).isTrue();
        assertThat(may(rules, ALICE, Action.DELETE, "x", "v1")).isFalse();
        assertThat(may(rules, ALICE, Action.DELETE, "x")).isFalse();
    }

    @Test
    void deniedTagsLeaveOtherTagsAndBlobs() {
        AccessRules rules = rules(may("alice", PUSHES, ""), deny("alice", EnumSet.of(Action.PUSH), "prod/**", "v*"));
        assertThat(may(rules, ALICE, Action.PUSH, "prod/app", "v1")).isFalse();
        assertThat(may(rules, ALICE, Action.PUSH, "prod/app", "latest")).isTrue();
        assertThat(may(rules, ALICE, Action.PUSH, "prod/app")).isTrue();
        assertThatThrownBy(() -> deny("alice", EnumSet.of(Action.PULL), "prod/**", "v*"))
                .hasMessageContaining("tags narrow");
    }

    @Test
    void listOfAllNamesNeedsARuleForAllRepositories() {
        AccessRules one = rules(may("alice", EnumSet.allOf(Action.class), "prod/**"));
        AccessRules all = rules(may("alice", EnumSet.allOf(Action.class), "**"));
        assertThat(one.decide(ALICE, AccessQuestion.LIST).isAllowed()).isFalse();
        assertThat(all.decide(ALICE, AccessQuestion.LIST).isAllowed()).isTrue();
    }

    @Test
    void withoutAnAccessSectionUsersMayDoAll() {
        assertThat(may(AccessRules.USERS_MAY_ALL, ALICE, Action.DELETE, "x")).isTrue();
        assertThat(may(AccessRules.USERS_MAY_ALL, Subject.ANONYMOUS, Action.PULL, "x"))
                .isFalse();
    }

    @Test
    void writeOnceTagsAreFoundByRepositoryAndTag() {
        WriteOnceRule rule = new WriteOnceRule(
                new RuleOrigin("access.yml", 9),
                List.of(RepositoryPattern.parse("prod/**")),
                List.of(TagPattern.parse("v*")));
        AccessRules rules = new AccessRules(Groups.NONE, List.of(), List.of(rule));
        assertThat(rules.writeOnce(PROD, Tag.parse("v1"))).contains(rule);
        assertThat(rules.writeOnce(PROD, Tag.parse("latest"))).isEmpty();
        assertThat(rules.writeOnce(RepositoryName.parse("dev/app"), Tag.parse("v1")))
                .isEmpty();
    }

    @Test
    void aRuleLeavesItsExceptionsAloneAndATagThatOneRuleKeepsIsNotDeletable() {
        RuleOrigin origin = new RuleOrigin("config.yml", 4);
        WriteOnceRule all = new WriteOnceRule(
                origin,
                List.of(RepositoryPattern.parse("prod/**")),
                List.of(TagPattern.parse("*")),
                List.of(TagPattern.parse("latest"), TagPattern.parse("dev-*")),
                true);
        WriteOnceRule releases = new WriteOnceRule(origin, List.of(), List.of(TagPattern.parse("v*")));
        AccessRules deletable = AccessRules.USERS_MAY_ALL.withWriteOnce(List.of(all));
        assertThat(deletable.writeOnce(PROD, Tag.parse("dev-1"))).isEmpty();
        assertThat(deletable.writeOnce(PROD, Tag.parse("latest"))).isEmpty();
        assertThat(deletable.writeOnce(PROD, Tag.parse("v1"))).contains(all);
        assertThat(deletable.undeletable(PROD, Tag.parse("v1"))).isEmpty();
        assertThat(deletable.mayBeUndeletable(PROD)).isFalse();
        AccessRules both = deletable.withWriteOnce(List.of(releases));
        assertThat(both.writeOnce(PROD, Tag.parse("v1"))).contains(all);
        assertThat(both.undeletable(PROD, Tag.parse("v1"))).contains(releases);
        assertThat(both.undeletable(PROD, Tag.parse("w1"))).isEmpty();
    }

    @Test
    void namesOfUsersAndGroupsAreBounded() {
        assertThatThrownBy(() -> GITHUB.user("a".repeat(513), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GITHUB.user("a\nb", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GITHUB.user(" ", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GITHUB.user("a", List.of(""))).isInstanceOf(IllegalArgumentException.class);
        List<String> groups =
                IntStream.range(0, 1001).mapToObj(Integer::toString).toList();
        assertThatThrownBy(() -> GITHUB.user("a", groups)).hasMessageContaining("1000");
        assertThatThrownBy(() -> IdentityProvider.PASSWORD_FILE.user("a", List.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
