package dev.moorage.bootstrap.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesReaderTest {
    private static final Subject ALICE = IdentityProvider.PASSWORD_FILE.user("alice", List.of());
    private static final Subject ROBOT = new IdentityProvider("oidc", "github").user("acme/app", List.of("env/prod"));
    private static final String RULES = """
            groups:
              release: [alice, "@github:env/prod"]
              ops: ["@ldap:cn=ops,ou=groups,dc=acme"]
            rules:
              - {who: anonymous, may: pull, repositories: "public/**"}
              - {who: users, may: [pull, push, delete], repositories: "{user}/**"}
              - who: "@release"
                may: push
                repositories: prod/**
                tags: ["v*", "sha256-*"]
              - {who: "@ops", may: admin}
              - {who: everyone, deny: delete, repositories: "prod/**"}
            immutable:
              - {repositories: "prod/**", tags: ["v*"]}
            """;

    private final AccessRulesReader reader = new AccessRulesReader("access.yml");

    private static Decision decide(AccessRules rules, Subject subject, Action action, String repository, String tag) {
        return rules.decide(subject, AccessQuestion.of(action, RepositoryName.parse(repository), Tag.parse(tag)));
    }

    private List<String> problems(String text) {
        InvalidRulesException thrown = catchThrowableOfType(InvalidRulesException.class, () -> reader.readFile(text));
        assertThat(thrown).as(text).isNotNull();
        return thrown.problems().stream().map(RulesProblem::toString).toList();
    }

    @Test
    void rulesAreReadWithTheirLines() throws Exception {
        AccessRulesReader.Result result = reader.readFile(RULES);
        AccessRules rules = result.rules();
        assertThat(result.warnings()).isEmpty();
        assertThat(decide(rules, Subject.ANONYMOUS, Action.PULL, "public/x", "v1")
                        .reason())
                .startsWith("allowed by access.yml:5 ");
        assertThat(decide(rules, ALICE, Action.DELETE, "alice/x", "v1").reason())
                .startsWith("allowed by access.yml:6 ");
        assertThat(decide(rules, ROBOT, Action.PUSH, "prod/app", "v1").reason()).startsWith("allowed by access.yml:7 ");
        assertThat(decide(rules, ROBOT, Action.PULL, "prod/app", "v1").isAllowed())
                .isTrue();
        assertThat(decide(rules, ROBOT, Action.PUSH, "prod/app", "latest").isAllowed())
                .isFalse();
        Subject ops = new IdentityProvider("ldap", "ldap").user("bob", List.of("cn=ops,ou=groups,dc=acme"));
        assertThat(rules.decide(ops, AccessQuestion.LIST).isAllowed()).isTrue();
        assertThat(decide(rules, ops, Action.DELETE, "prod/app", "v1").reason())
                .startsWith("denied by access.yml:12 ")
                .endsWith("which overrides access.yml:11");
        assertThat(rules.writeOnce(RepositoryName.parse("prod/app"), Tag.parse("v1"))
                        .orElseThrow()
                        .origin())
                .hasToString("access.yml:14");
    }

    @Test
    void sectionOfAConfigurationHasTheLinesOfItsFile() throws Exception {
        String text = "version: 0.1\nhttp: {addr: ':5000'}\naccess:\n" + RULES.indent(2);
        AccessRules rules = new AccessRulesReader("config.yml")
                .readSection(text)
                .orElseThrow()
                .rules();
        assertThat(decide(rules, ALICE, Action.PUSH, "alice/x", "v1").reason()).startsWith("allowed by config.yml:9 ");
        assertThat(reader.readSection("version: 0.1\n")).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> reader.readSection("version: 0.1\naccess:\n# rules: []\n"))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessage("line 2: has no rules. Leave the section out to let each user do everything");
        assertThat(reader.readSection("")).isEmpty();
    }

    @Test
    void fileWithoutRulesAllowsNothing() throws Exception {
        for (String text : List.of("", "# nothing yet\n", "{}", "rules: []", "rules:\n")) {
            AccessRules rules = reader.readFile(text).rules();
            assertThat(decide(rules, ALICE, Action.PULL, "x", "v1").isAllowed())
                    .as(text)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "rule: []|line 1: rule: unknown key: is rules meant?",
                "rules: {}|line 1: rules: is not a list",
                "rules: [x]|line 1: rules[0]: is not a mapping",
                "[a]|line 1: is not a mapping",
                "rules: [{who: a, mai: pull}]|line 1: rules[0].mai: unknown key: is may meant?",
                "rules: [{who: a}]|line 1: rules[0]: has both may and deny, or none of them: it takes one",
                "rules: [{who: a, may: pull, deny: pull}]|line 1: rules[0]: has both may and deny, or none of them: it takes one",
                "rules: [{may: pull}]|line 1: rules[0]: has no who. It can be a user, @group, anonymous, users or everyone",
                "rules: [{who: a, may: read}]|line 1: rules[0].may: \"read\" is no action. It can be pull, push, delete, list, admin",
                "rules: [{who: a, may: []}]|line 1: rules[0].may: is an empty list. Leave the key out for no restriction",
                "rules: [{who: '*', may: pull}]|line 1: rules[0].who: \"*\" * is not a user: write users, anonymous or everyone",
                "rules: [{who: a, may: pull, repositories: Prod}]|line 1: rules[0].repositories: \"Prod\" has a character that no repository name has. It may hold a-z, 0-9, . _ - / and * ** ? {user}",
                "rules: [{who: a, may: pull, repositories: []}]|line 1: rules[0].repositories: is an empty list. Leave the key out for no restriction",
                "rules: [{who: a, may: pull, repositories: }]|line 1: rules[0].repositories: has no value. Leave the key out for no restriction",
                "rules: [{who: a, may: push, tags: ~}]|line 1: rules[0].tags: has no value. Leave the key out for no restriction",
                "immutable: [{repositories: a, tags: null}]|line 1: immutable[0].tags: has no value. Leave the key out for no restriction",
                "rules: [{who: a, may: pull, tags: v*}]|line 1: rules[0]: has tags, which narrow push and delete alone: a digest reaches what a tag does",
                "rules: [{who: a, deny: admin, tags: v*}]|line 1: rules[0]: tags narrow what is pushed and deleted, and a digest reaches what a tag does",
                "rules: [{who: a, may: push, tags: [[v]]}]|line 1: rules[0].tags: is neither a text nor a list of texts",
                "groups: {'a:b': [x]}|line 1: groups.a:b: is no name of a group: write it without @, and without : which names of providers' groups have",
                "groups: {a: ['@b']}|line 1: groups.a: \"@b\" is a group of this file: groups do not hold each other",
                "groups: {a: [users]}|line 1: groups.a: \"users\" is no member. It can be a user, or a provider's group as @name:group",
                "immutable: [{repositories: '{user}/**'}]|line 1: immutable[0]: {user} depends on the caller, and this rule is for all callers",
                "immutable: [{tag: v*}]|line 1: immutable[0].tag: unknown key: is tags meant?",
                "rules: [|line 1: is not YAML: expected the node content, but found '<stream end>'",
                "{rules: [], rules: []}|line 1: the key rules stands twice",
            })
    void problemNamesItsLineItsKeyAndWhatWouldBeRight(String text, String problem) {
        assertThat(problems(text)).contains(problem);
    }

    @Test
    void oneReadReportsAllProblems() {
        assertThat(problems("rules:\n  - {who: a, may: x}\n  - {who: b, mayy: pull}\nimmutable: 1\n"))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly("line 2", "line 3", "line 3", "line 4");
    }

    @Test
    void rulesThatDeserveASecondLookAreWarnings() throws Exception {
        List<String> warnings = reader
                .readFile(
                        "rules:\n- {who: anonymous, may: push}\n- {who: '@nobody', may: pull}\n- {who: a, deny: push}\n")
                .warnings()
                .stream()
                .map(RulesProblem::toString)
                .toList();
        assertThat(warnings)
                .containsExactly(
                        "line 2: rules[0]: lets callers without a password write",
                        "line 3: rules[1]: names @nobody, which is not among the groups: the rule is for no user",
                        "line 4: rules[2]: denies in all repositories, whatever other rules allow");
    }

    @Test
    void aliasStandsForItsAnchorAndIsCountedInFull() throws Exception {
        AccessRules rules = reader.readFile(
                        "rules:\n- {who: alice, may: pull, repositories: &r [a, b]}\n- {who: bob, may: pull, repositories: *r}\n")
                .rules();
        assertThat(rules.rules().get(1).repositories()).hasSize(2);
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            laughs.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, alias))));
        }
        assertThat(problems(laughs.toString())).anyMatch(problem -> problem.contains("more than 50000 values"));
        assertThat(problems("[".repeat(100))).anyMatch(problem -> problem.contains("64 levels"));
        assertThat(problems("#".repeat((1 << 20) + 1))).anyMatch(problem -> problem.contains("larger than"));
    }

    @Test
    void moreRulesThanTheBoundAreRefused() {
        String rule = "- {who: a, may: pull}\n";
        assertThat(problems("rules:\n" + rule.repeat(2001)))
                .anyMatch(problem -> problem.contains("more than 2000 rules"));
    }
}
