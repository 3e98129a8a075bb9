package dev.moorage.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.retention.Decision.Reason;
import dev.moorage.domain.retention.RetentionPolicy.Referrers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decisions of policies, one rule at a time. */
class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Digest SUBJECT =
            Digest.tryParse("sha256:" + "ab".repeat(32)).orElseThrow();
    private static final Optional<LocalDate> LONG_KNOWN = Optional.of(LocalDate.parse("2026-01-01"));

    private final List<TagFacts> tags = new ArrayList<>();
    private Optional<LocalDate> pullsSince = LONG_KNOWN;
    private Set<String> subjects = Set.of();
    private Referrers referrers = Referrers.WITH_SUBJECT;
    private boolean allowsEmpty = true;
    private boolean isForWriteOnce;

    private static Use use(int pushedDaysAgo) {
        return new Use(NOW.minus(Duration.ofDays(pushedDaysAgo)), Optional.empty());
    }

    private static Use use(int pushedDaysAgo, int pulledDaysAgo) {
        return new Use(
                NOW.minus(Duration.ofDays(pushedDaysAgo)),
                Optional.of(LocalDate.parse("2026-11-30").minusDays(pulledDaysAgo)));
    }

    private void tag(String tag, Use use) {
        tags.add(new TagFacts(new Tag(tag), use, false));
    }

    private static KeepRule rule(String selector, Conditions conditions) {
        return new KeepRule(List.of(TagSelector.parse(selector)), conditions);
    }

    private static Conditions pushedWithin(int days) {
        return new Conditions(
                Optional.of(Duration.ofDays(days)), Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    private static Conditions pulledWithin(int days) {
        return new Conditions(
                Optional.empty(), Optional.of(Duration.ofDays(days)), OptionalInt.empty(), OptionalInt.empty());
    }

    private static Conditions pushedLast(int count) {
        return new Conditions(Optional.empty(), Optional.empty(), OptionalInt.of(count), OptionalInt.empty());
    }

    private static Conditions pulledLast(int count) {
        return new Conditions(Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.of(count));
    }

    private Retention retention(Optional<Conditions> untagged, KeepRule... rules) {
        return new Retention(
                new RetentionPolicy(
                        List.of(RepositoryPattern.parse("prod/**")),
                        List.of(rules),
                        untagged,
                        referrers,
                        allowsEmpty,
                        isForWriteOnce),
                new Moment(NOW, Duration.ofHours(24), pullsSince));
    }

    private Map<Tag, Decision> decide(KeepRule... rules) {
        return retention(Optional.empty(), rules).tags(tags, subjects);
    }

    private static Reason reason(Map<Tag, Decision> decisions, String tag) {
        return decision(decisions, tag).reason();
    }

    private static String text(Map<Tag, Decision> decisions, String tag) {
        return decision(decisions, tag).text();
    }

    private static Decision decision(Map<Tag, Decision> decisions, String tag) {
        Decision decision = decisions.get(new Tag(tag));
        if (decision == null) {
            throw new AssertionError("nothing is decided of " + tag);
        }
        return decision;
    }

    @Test
    void aRuleWithoutConditionsKeepsItsTagsAndOthersGo() {
        tag("v1", use(400));
        tag("dev", use(400));
        Map<Tag, Decision> decisions = decide(rule("v*", Conditions.NONE));
        assertThat(text(decisions, "v1")).isEqualTo("kept by prod/** rule 1: always");
        assertThat(text(decisions, "dev")).isEqualTo("goes: matches no rule");
        assertThat(decisions.get(new Tag("dev")).stays()).isFalse();
    }

    /** zot keeps a tag if any of its conditions holds, and pulledWithin keeps what was pushed within the time too. */
    @ParameterizedTest
    @CsvSource({
        "3, 100, kept by prod/** rule 1: pushed 3 days ago (30 days allowed)",
        "30, 100, kept by prod/** rule 1: pushed 30 days ago (30 days allowed)",
        "31, 100, goes: no condition holds of rule 1",
        "100, 9, kept by prod/** rule 1: pulled on 2026-11-21 (10 days allowed)",
        "100, 11, kept by prod/** rule 1: pulled on 2026-11-19 (10 days allowed)",
        "100, 12, goes: no condition holds of rule 1",
    })
    void anyConditionOfARuleKeeps(int pushed, int pulled, String text) {
        tag("v1", use(pushed, pulled));
        Conditions either = new Conditions(
                Optional.of(Duration.ofDays(30)),
                Optional.of(Duration.ofDays(10)),
                OptionalInt.empty(),
                OptionalInt.empty());
        assertThat(text(decide(rule("*", either)), "v1")).isEqualTo(text);
    }

    @Test
    void aPushCountsAsAPull() {
        tag("new", use(5));
        tag("old", use(12));
        Map<Tag, Decision> decisions = decide(rule("*", pulledWithin(10)));
        assertThat(text(decisions, "new")).isEqualTo("kept by prod/** rule 1: pushed 5 days ago (10 days allowed)");
        assertThat(decision(decisions, "old").stays()).isFalse();
    }

    @Test
    void pullsThatAreNotKnownForTheWholeWindowKeep() {
        tag("v1", use(400));
        pullsSince = Optional.of(LocalDate.parse("2026-11-20"));
        assertThat(text(decide(rule("*", pulledWithin(10))), "v1"))
                .isEqualTo("kept by prod/** rule 1: pulls are known since 2026-11-20 (10 days and a day needed)");
        pullsSince = Optional.of(LocalDate.parse("2026-11-19"));
        assertThat(reason(decide(rule("*", pulledWithin(10))), "v1")).isEqualTo(Reason.NO_CONDITION);
        pullsSince = Optional.empty();
        assertThat(text(decide(rule("*", pulledLast(1))), "v1"))
                .isEqualTo("kept by prod/** rule 1: pulls are not known (30 days and a day needed)");
    }

    /** Harbor and zot count among the tags that the rule selects, latest first. */
    @Test
    void aNumberCountsAmongTheTagsThatTheRuleSelects() {
        tag("v1", use(50));
        tag("v2", use(40));
        tag("v3", use(30));
        tag("dev", use(10));
        Map<Tag, Decision> decisions = decide(rule("v*", pushedLast(2)));
        assertThat(text(decisions, "v3"))
                .isEqualTo("kept by prod/** rule 1: number 1 of those pushed last (2 allowed)");
        assertThat(reason(decisions, "v2")).isEqualTo(Reason.RECENTLY_PUSHED);
        assertThat(reason(decisions, "v1")).isEqualTo(Reason.NO_CONDITION);
        assertThat(reason(decisions, "dev")).isEqualTo(Reason.NO_RULE);
    }

    @Test
    void aPullMovesATagForwardAmongThoseThatWerePulledLast() {
        tag("v1", use(50, 2));
        tag("v2", use(40));
        tag("v3", use(30, 20));
        Map<Tag, Decision> decisions = decide(rule("v*", pulledLast(2)));
        assertThat(reason(decisions, "v1")).isEqualTo(Reason.RECENTLY_PULLED);
        assertThat(reason(decisions, "v3")).isEqualTo(Reason.RECENTLY_PULLED);
        assertThat(reason(decisions, "v2")).isEqualTo(Reason.NO_CONDITION);
    }

    @Test
    void equalTimesAreInTheOrderOfNames() {
        tag("b", use(50));
        tag("a", use(50));
        Map<Tag, Decision> decisions = decide(rule("*", pushedLast(1)));
        assertThat(decision(decisions, "a").stays()).isTrue();
        assertThat(decision(decisions, "b").stays()).isFalse();
    }

    @Test
    void theFirstRuleThatKeepsATagIsItsReason() {
        tag("v1", use(50));
        Map<Tag, Decision> decisions =
                decide(rule("v*", pushedWithin(10)), rule("v1", pushedLast(1)), rule("*", Conditions.NONE));
        assertThat(text(decisions, "v1")).startsWith("kept by prod/** rule 2:");
    }

    @Test
    void aTagThatGoesNamesTheRulesThatItMatches() {
        tag("v1", use(50));
        assertThat(text(
                        decide(
                                rule("v*", pushedWithin(10)),
                                rule("w", Conditions.NONE),
                                rule("/v[0-9]/", pushedWithin(5))),
                        "v1"))
                .isEqualTo("goes: no condition holds of rules 1, 3");
    }

    @Test
    void aYoungTagStays() {
        tag("dev", use(1));
        tag("old", new Use(NOW.minus(Duration.ofHours(24)).minusMillis(1), Optional.empty()));
        Map<Tag, Decision> decisions = decide();
        assertThat(text(decisions, "dev"))
                .isEqualTo("kept: no rule keeps it, but it was pushed 1 day ago (1 day of grace)");
        assertThat(reason(decisions, "old")).isEqualTo(Reason.NO_RULE);
    }

    @Test
    void aWriteOnceTagStaysUnlessThePolicyIsForThem() {
        tags.add(new TagFacts(new Tag("v1"), use(50), true));
        assertThat(reason(decide(), "v1")).isEqualTo(Reason.WRITE_ONCE);
        isForWriteOnce = true;
        assertThat(reason(decide(), "v1")).isEqualTo(Reason.NO_RULE);
    }

    @Test
    void aPolicyThatKeepsNoTagKeepsAllOfThemUnlessItAllowsThat() {
        tag("v1", use(50));
        tag("v2", use(50));
        allowsEmpty = false;
        assertThat(reason(decide(), "v1")).isEqualTo(Reason.NEVER_EMPTY);
        assertThat(reason(decide(rule("v1", Conditions.NONE)), "v2")).isEqualTo(Reason.NO_RULE);
        allowsEmpty = true;
        assertThat(reason(decide(), "v1")).isEqualTo(Reason.NO_RULE);
    }

    @Test
    void aTagOfAReferrerStaysWithItsSubjectAndCountsForNoNumber() {
        String signature = ReferrerTags.of(SUBJECT) + ".sig";
        tag(signature, use(1));
        tag(ReferrerTags.of(SUBJECT), use(10));
        tag("v1", use(50));
        subjects = Set.of(ReferrerTags.of(SUBJECT));
        Map<Tag, Decision> decisions = decide(rule("*", pushedLast(1)));
        assertThat(text(decisions, signature)).isEqualTo("kept: its subject is there");
        assertThat(reason(decisions, "v1")).isEqualTo(Reason.RECENTLY_PUSHED);
        subjects = Set.of();
        decisions = decide(rule("*", pushedLast(1)));
        assertThat(reason(decisions, ReferrerTags.of(SUBJECT))).isEqualTo(Reason.NO_CONDITION);
        assertThat(reason(decide(rule("*", pushedWithin(20))), ReferrerTags.of(SUBJECT)))
                .isEqualTo(Reason.PUSHED_WITHIN);
        referrers = Referrers.KEEP;
        assertThat(reason(decide(), ReferrerTags.of(SUBJECT))).isEqualTo(Reason.REFERRERS_STAY);
    }

    @Test
    void tagsOfReferrersDoNotMakeARepositoryNonEmpty() {
        tag(ReferrerTags.of(SUBJECT) + ".sig", use(50));
        tag("v1", use(50));
        allowsEmpty = false;
        subjects = Set.of(ReferrerTags.of(SUBJECT));
        assertThat(reason(decide(), "v1")).isEqualTo(Reason.NEVER_EMPTY);
    }

    /** As where COSIGN_REPOSITORY names one repository for the signatures of all images. */
    @Test
    void aRepositoryThatHasSignaturesAloneIsNotEmptied() {
        String signature = ReferrerTags.of(SUBJECT) + ".sig";
        String older = ReferrerTags.of(SUBJECT) + ".att";
        tag(signature, use(50));
        tag(older, use(60));
        allowsEmpty = false;
        Map<Tag, Decision> decisions = decide(rule("*", pushedLast(10)));
        assertThat(reason(decisions, signature)).isEqualTo(Reason.NEVER_EMPTY);
        assertThat(reason(decisions, older)).isEqualTo(Reason.NEVER_EMPTY);
        decisions = decide(rule("*", pushedWithin(55)));
        assertThat(reason(decisions, older)).as("a rule keeps another one").isEqualTo(Reason.NO_CONDITION);
        tag("v1", use(50));
        assertThat(reason(decide(rule("v*", Conditions.NONE)), signature)).isEqualTo(Reason.NO_RULE);
    }

    @Test
    void theTagOfALongDigestHasItsFirstDigits() {
        Digest longer = Digest.tryParse("sha512:" + "cd".repeat(64)).orElseThrow();
        assertThat(ReferrerTags.of(longer)).isEqualTo("sha512-" + "cd".repeat(32));
        assertThat(ReferrerTags.subject(new Tag(ReferrerTags.of(longer) + ".att")))
                .hasValue(ReferrerTags.of(longer));
        assertThat(ReferrerTags.subject(new Tag("sha256-abc"))).isEmpty();
    }

    @Test
    void untaggedManifestsGoByTheirOwnConditions() {
        Digest old = SUBJECT;
        Digest fresh = Digest.tryParse("sha256:" + "cd".repeat(32)).orElseThrow();
        List<ManifestFacts> manifests =
                List.of(new ManifestFacts(old, use(20), true), new ManifestFacts(fresh, use(5), false));
        assertThat(retention(Optional.empty()).untagged(manifests)).isEmpty();
        Map<Digest, Decision> decisions =
                retention(Optional.of(pushedWithin(10))).untagged(manifests);
        assertThat(decisions.get(old).text()).isEqualTo("goes: no condition holds of untagged");
        assertThat(decisions.get(fresh).text())
                .isEqualTo("kept by prod/** untagged: pushed 5 days ago (10 days allowed)");
        referrers = Referrers.KEEP;
        assertThat(retention(Optional.of(pushedWithin(10)))
                        .untagged(manifests)
                        .get(old)
                        .reason())
                .isEqualTo(Reason.REFERRERS_STAY);
    }

    @Test
    void theFirstPolicyThatIsForARepositoryCounts() {
        RetentionPolicy first = policy("team/*");
        RetentionPolicy second = policy("**");
        RetentionPolicies policies = new RetentionPolicies(false, List.of(first, second));
        assertThat(policies.of(new RepositoryName("team/app"))).contains(first);
        assertThat(policies.of(new RepositoryName("team/app/ui"))).contains(second);
        assertThat(RetentionPolicies.NONE.of(new RepositoryName("a"))).isEmpty();
        assertThat(policies.needPulls()).isFalse();
    }

    private static RetentionPolicy policy(String pattern) {
        return new RetentionPolicy(
                List.of(RepositoryPattern.parse(pattern)),
                List.of(),
                Optional.empty(),
                Referrers.WITH_SUBJECT,
                false,
                false);
    }

    @ParameterizedTest
    @CsvSource({
        "/v\\d+/, v12, true",
        "/v\\d+/, v12-rc, false",
        "/(a|b)*/, abba, true",
        "v?, v1, true",
        "v?, v12, false",
    })
    void aSelectorIsAGlobOrAnExpressionOfWholeTags(String selector, String tag, boolean matches) {
        assertThat(TagSelector.parse(selector).matches(new Tag(tag))).isEqualTo(matches);
    }

    @Test
    void anExpressionThatTakesForeverSelectsTheTag() {
        assertThat(TagSelector.parse("/(.*)(.*)(.*)(.*)\\1x/").matches(new Tag("a".repeat(128))))
                .isTrue();
        assertThat(TagSelector.parse("/(.*)(.*)(.*)(.*)\\1x/").matches(new Tag("aab")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/", "//", "/a", "/(/", "a/b", "''"})
    void whatSelectsNoTagIsRefused(String selector) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> TagSelector.parse(selector));
    }
}
