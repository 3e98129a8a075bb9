package dev.moorage.application.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.in.access.IssueTokenCommand;
import dev.moorage.application.port.in.access.IssueTokenResult;
import dev.moorage.application.port.out.identity.IssuedToken;
import dev.moorage.application.port.out.identity.TokenRequest;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.access.Who;
import dev.moorage.domain.name.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the groups of tokens that are issued for other tokens. */
class GroupsOfTokensTest {
    private static final IdentityProvider GITHUB = new IdentityProvider("oidc", "github");
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final AccessQuestion PUSH = AccessQuestion.of(Action.PUSH, RepositoryName.parse("prod/app"));

    private final List<TokenRequest> issued = new ArrayList<>();
    private AccessRules rules = rules(rule(AccessRule.Effect.MAY, "users"));

    private static AccessRules rules(AccessRule... rules) {
        return new AccessRules(Groups.NONE, List.of(rules), List.of());
    }

    private static AccessRule rule(AccessRule.Effect effect, String who) {
        return new AccessRule(
                new RuleOrigin("access.yml", 1),
                effect,
                List.of(Who.parse(who)),
                EnumSet.of(Action.PULL, Action.PUSH),
                List.of(),
                List.of());
    }

    /** Exchanges a token of another issuer for one of the registry, and returns its caller. */
    private Subject exchange(Subject.User user) {
        VerifiedToken token =
                new VerifiedToken(user, "id", Optional.empty(), NOW.plus(Duration.ofMinutes(5)), Optional.empty());
        TokenCallers callers = new TokenCallers(
                List.of(new TokenKind(_ -> new TokenVerification.Valid(token), true)),
                Optional.empty(),
                () -> rules,
                Duration.ZERO,
                () -> NOW);
        IssueTokenService service = new IssueTokenService(
                Optional.empty(),
                callers,
                () -> rules,
                request -> {
                    issued.add(request);
                    return new IssuedToken("text", "id", request.life());
                },
                new TokenLives(Duration.ofMinutes(15), Duration.ofHours(1)),
                () -> NOW);
        IssueTokenResult result = service.issue(
                new IssueTokenCommand(new Credentials.Token("eyJ.x.y"), "192.0.2.1", () -> true, List.of()));
        assertThat(result).isInstanceOf(IssueTokenResult.Issued.class);
        return issued.getLast().subject();
    }

    @Test
    void ruleThatDeniesAGroupLaterIsForTokensThatWereIssuedBefore() {
        Subject held = exchange(GITHUB.user("acme/app", List.of("ref/dev", "env/test")));
        assertThat(rules.decide(held, PUSH).isAllowed()).isTrue();
        rules = rules(rule(AccessRule.Effect.MAY, "users"), rule(AccessRule.Effect.DENY, "@github:ref/dev"));
        assertThat(rules.decide(held, PUSH).isAllowed()).isFalse();
    }

    @Test
    void tokenOfAUserWithManyGroupsHoldsThoseThatTheRulesName() {
        rules = rules(rule(AccessRule.Effect.MAY, "@github:team-7"));
        List<String> groups =
                IntStream.range(0, 1000).mapToObj(i -> "team-" + i).toList();
        assertThat(exchange(GITHUB.user("acme/app", groups))).isEqualTo(GITHUB.user("acme/app", List.of("team-7")));
    }
}
