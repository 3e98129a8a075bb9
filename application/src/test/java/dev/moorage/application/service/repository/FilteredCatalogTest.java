package dev.moorage.application.service.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessNeed;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.repository.ListRepositories;
import dev.moorage.application.port.in.repository.Page;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.application.service.access.AuthorizeService;
import dev.moorage.application.service.access.TokenCallers;
import dev.moorage.application.service.access.TokenKind;
import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.Who;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that a listing shows the repositories that a caller may pull, without reading every folder. */
class FilteredCatalogTest {
    private static final long SEED = 20261130;
    /** The folders that a walk reads to come to a position in these tests. */
    private static final int DEPTH = 256;

    private final CountingStorageDriver storage =
            new CountingStorageDriver(new InMemoryStorageDriver(new InMemoryStore()));
    private final SealedPositions positions = new SealedPositions(List.of(new byte[32]));
    private WalkLimit limit = WalkLimit.OF_A_REQUEST;
    private final ListRepositories repositories = (caller, request) ->
            new ListRepositoriesService(Catalog.withContent(storage), 1000, positions, limit).list(caller, request);
    private AccessRules rules = AccessRules.USERS_MAY_ALL;

    private static FilteredCatalogTest limited(int names, int folders) {
        FilteredCatalogTest limited = new FilteredCatalogTest();
        limited.limit = new WalkLimit(names, folders);
        return limited;
    }

    private void hold(String... names) throws IOException {
        byte[] content = {1};
        for (String name : names) {
            storage.put(
                    RegistryKeys.layerLink(RepositoryName.parse(name), Digest.of(DigestAlgorithm.SHA256, content)),
                    content,
                    WriteCondition.ANY,
                    Durability.PROCESS_CRASH);
        }
    }

    private static AccessRule rule(AccessRule.Effect effect, Action action, String... patterns) {
        return new AccessRule(
                new RuleOrigin("access.yml", 1),
                effect,
                List.of(Who.Kind.USERS),
                EnumSet.of(action),
                List.of(patterns).stream().map(RepositoryPattern::parse).toList(),
                List.of());
    }

    private void rules(AccessRule... all) {
        rules = new AccessRules(Groups.NONE, List.of(all), List.of());
    }

    /** A caller whose rights follow the rules as they are now. */
    private Caller alice() {
        VerifiedToken token = new VerifiedToken(
                IdentityProvider.PASSWORD_FILE.user("alice", List.of()),
                "",
                Optional.empty(),
                Instant.MAX,
                Optional.empty());
        TokenKind kind = new TokenKind(_ -> new TokenVerification.Valid(token), true);
        TokenCallers tokens =
                new TokenCallers(List.of(kind), Optional.empty(), () -> rules, Duration.ZERO, () -> Instant.EPOCH);
        AccessResult result = new AuthorizeService(Optional.empty(), tokens, () -> rules)
                .authorize(new AccessCommand(
                        new Credentials.Token("x"),
                        "",
                        () -> true,
                        AccessNeed.LOGIN,
                        Optional.empty(),
                        Optional::empty));
        return ((AccessResult.Granted) result).caller();
    }

    private List<String> page(Caller caller, int limit, String last) throws IOException {
        return names(repositories.list(caller, new PageRequest(limit, Optional.of(last))));
    }

    private static List<String> names(Page<RepositoryName> page) {
        return page.entries().stream().map(RepositoryName::value).toList();
    }

    @Test
    void pagesHoldAsManyOfTheCallersRepositoriesAsWereAskedFor() throws IOException {
        hold("a", "b/x", "c", "d/x", "e", "f/x", "g");
        rules(rule(AccessRule.Effect.MAY, Action.PULL, "*/x", "g"));
        Page<RepositoryName> first = repositories.list(alice(), new PageRequest(2, Optional.empty()));
        assertThat(names(first)).containsExactly("b/x", "d/x");
        assertThat(first.more()).isTrue();
        Page<RepositoryName> second = repositories.list(alice(), new PageRequest(2, Optional.of("d/x")));
        assertThat(names(second)).containsExactly("f/x", "g");
        assertThat(second.more()).as("there is no page after the last one").isFalse();
    }

    @Test
    void repositoriesThatARuleDeniesAreNotShownAndThoseOfTheListingRightAre() throws IOException {
        hold("a", "b", "c");
        rules(rule(AccessRule.Effect.MAY, Action.PULL, "**"), rule(AccessRule.Effect.DENY, Action.PULL, "b"));
        assertThat(page(alice(), 10, "")).containsExactly("a", "c");
        assertThat(page(UnrestrictedCaller.ANONYMOUS, 10, "")).containsExactly("a", "b", "c");
        rules(rule(AccessRule.Effect.MAY, Action.LIST));
        assertThat(page(alice(), 10, "")).containsExactly("a", "b", "c");
        rules();
        assertThat(page(alice(), 10, "")).isEmpty();
    }

    @Test
    void foldersBelowWhichNoRuleAllowsAnythingAreNotRead() throws IOException {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            others.add("others/" + i + "/app");
        }
        hold(others.toArray(String[]::new));
        hold("mine/app", "mine/deep/er/app", "public/x");
        rules(rule(AccessRule.Effect.MAY, Action.PULL, "mine/**", "public/*", "alone"));
        storage.reset();
        assertThat(page(alice(), 1000, "")).containsExactly("mine/app", "mine/deep/er/app", "public/x");
        assertThat(storage.calls().values().stream().mapToInt(Integer::intValue).sum())
                .as("calls: %s", storage.calls())
                .isLessThan(20);
    }

    @Test
    void foldersBelowWhichARuleDeniesEverythingAreNotRead() throws IOException {
        List<String> hidden = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            hidden.add("private/" + i + "/app");
        }
        hold(hidden.toArray(String[]::new));
        hold("public/x", "private");
        rules(rule(AccessRule.Effect.MAY, Action.PULL, "**"), rule(AccessRule.Effect.DENY, Action.PULL, "private/**"));
        storage.reset();
        assertThat(page(alice(), 1000, "")).containsExactly("private", "public/x");
        assertThat(storage.calls().values().stream().mapToInt(Integer::intValue).sum())
                .as("calls: %s", storage.calls())
                .isLessThan(20);
    }

    @Test
    void pagesOfRandomRulesTogetherAreWhatTheRulesAllow() throws IOException {
        Random random = new Random(SEED);
        String[] words = {"a", "b", "c-d", "x"};
        String[] globs = {"a", "b", "*", "**", "?", "c*", "*d"};
        for (int world = 0; world < 60; world++) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                names.add(path(random, words));
            }
            FilteredCatalogTest other = limited(3, 2);
            other.hold(names.toArray(String[]::new));
            other.rules(
                    rule(AccessRule.Effect.MAY, Action.PULL, path(random, globs), path(random, globs)),
                    rule(AccessRule.Effect.DENY, Action.PULL, path(random, globs)));
            Caller caller = other.alice();
            List<String> expected = names.stream()
                    .distinct()
                    .sorted()
                    .filter(name -> caller.may(Action.PULL, RepositoryName.parse(name)))
                    .toList();
            assertThat(other.inPages(caller, 1 + random.nextInt(3)))
                    .as("seed %d, world %d, %s", SEED, world, other.rules)
                    .isEqualTo(expected);
        }
    }

    private static String path(Random random, String[] components) {
        StringBuilder path = new StringBuilder(components[random.nextInt(components.length)]);
        for (int more = random.nextInt(3); more > 0; more--) {
            path.append('/').append(components[random.nextInt(components.length)]);
        }
        return path.toString();
    }

    /** Follows the pages as a client follows {@code Link}. */
    private List<String> inPages(Caller caller, int most) throws IOException {
        List<String> all = new ArrayList<>();
        PageRequest next = new PageRequest(most, Optional.empty());
        while (true) {
            storage.reset();
            Page<RepositoryName> page = repositories.list(caller, next);
            assertThat(reads()).as("calls: %s", storage.calls()).isLessThanOrEqualTo(4 * limit.folders() + 4 * DEPTH);
            all.addAll(names(page));
            if (!page.more()) {
                return all;
            }
            if (page.position().isEmpty()) {
                assertThat(page.entries()).hasSize(most);
            }
            next = new PageRequest(
                    most, page.entries().isEmpty() ? next.last() : Optional.of(all.getLast()), page.position());
        }
    }

    private int reads() {
        return storage.calls().values().stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void aRequestLooksAtABoundedNumberOfNamesAndTheNextOneGoesOn() throws IOException {
        FilteredCatalogTest small = limited(300, 300);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            String folder = "team-%04d".formatted(i);
            small.hold(folder + "/y", folder + "-a/z");
            if (i % 700 == 699) {
                small.hold(folder + "/x", folder + "/x/y");
                expected.add(folder + "/x");
            }
        }
        small.rules(rule(AccessRule.Effect.MAY, Action.PULL, "*/x"));
        Page<RepositoryName> first = small.repositories.list(small.alice(), new PageRequest(10, Optional.empty()));
        assertThat(first.entries()).isEmpty();
        assertThat(first.more()).isTrue();
        assertThat(first.position().orElseThrow())
                .as("the caller may not see these names")
                .doesNotContain("team");
        assertThat(small.inPages(small.alice(), 10)).isEqualTo(expected);
        assertThat(small.inPages(small.alice(), 1)).isEqualTo(expected);
    }

    @Test
    void aDeepPositionGetsFurther() throws IOException {
        FilteredCatalogTest small = limited(20, 20);
        String deep = "a-".repeat(120) + "a";
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            names.add(deep + "/%03d".formatted(i) + "/b");
        }
        small.hold(names.toArray(String[]::new));
        small.hold("z/x");
        small.rules(rule(AccessRule.Effect.MAY, Action.PULL, "*/x", "*/*/x"));
        assertThat(small.inPages(small.alice(), 10)).containsExactly("z/x");
    }

    @Test
    void aPositionOfAnotherRegistryIsRefusedAndOneOfAnOlderSecretIsNot() {
        SealedPositions old = new SealedPositions(List.of(new byte[] {1}));
        SealedPositions both = new SealedPositions(List.of(new byte[] {2}, new byte[] {1}));
        assertThat(both.open(old.seal("team/a"))).contains("team/a");
        assertThat(old.open(both.seal("team/a"))).isEmpty();
        assertThat(both.seal("a")).hasSameSizeAs(both.seal("a/longer/name"));
        for (String wrong : List.of("", "x", "!", "AAAA".repeat(30), "A".repeat(5000))) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(
                            () -> repositories.list(alice(), new PageRequest(1, Optional.empty(), Optional.of(wrong))))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PAGINATION_NUMBER_INVALID));
        }
    }
}
