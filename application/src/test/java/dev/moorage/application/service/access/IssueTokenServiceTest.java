package dev.moorage.application.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.in.access.IssueTokenCommand;
import dev.moorage.application.port.in.access.IssueTokenResult;
import dev.moorage.application.port.out.identity.IssuedToken;
import dev.moorage.application.port.out.identity.TokenRequest;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.Scope;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.access.Who;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests tokens that are issued for other tokens. Those for passwords are tested over HTTP. */
class IssueTokenServiceTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final TokenLives LIVES = new TokenLives(Duration.ofMinutes(15), Duration.ofHours(1));
    private static final Subject.User WORKFLOW =
            new IdentityProvider("oidc", "github").user("acme/app", List.of("ref/main", "env/production", "unnamed"));

    private final List<TokenRequest> requests = new ArrayList<>();
    private TokenVerification verification = new TokenVerification.Foreign();
    private int length = 100;

    private static AccessRules rules() {
        AccessRule rule = new AccessRule(
                new RuleOrigin("access.yml", 1),
                AccessRule.Effect.DENY,
                List.of(new Who.InGroup("github:env/production")),
                EnumSet.of(Action.DELETE),
                List.of(),
                List.of());
        return new AccessRules(
                new Groups(Map.of("release", List.of(new Who.InGroup("github:ref/main")))), List.of(rule), List.of());
    }

    private IssueTokenResult issue(boolean rulesApply, String... scopes) {
        TokenKind kind = new TokenKind(_ -> verification, rulesApply);
        TokenCallers tokens = new TokenCallers(
                List.of(kind), Optional.empty(), IssueTokenServiceTest::rules, Duration.ofHours(1), () -> NOW);
        return new IssueTokenService(
                        Optional.empty(),
                        tokens,
                        IssueTokenServiceTest::rules,
                        request -> {
                            requests.add(request);
                            return new IssuedToken("x".repeat(length), "id", request.life());
                        },
                        LIVES,
                        () -> NOW)
                .issue(new IssueTokenCommand(
                        new Credentials.Password("any", "eyJ.x.y"), "192.0.2.1", () -> true, List.of(scopes)));
    }

    private static VerifiedToken token(Optional<AccessSet> cap, Duration left) {
        return new VerifiedToken(WORKFLOW, "id", cap, NOW.plus(left), Optional.empty());
    }

    private static Optional<AccessSet> cap(String scopes) {
        return Optional.of(new AccessSet(Scope.parseAll(List.of(scopes))));
    }

    private static void assertRejected(IssueTokenResult result) {
        assertThat(result)
                .isEqualTo(
                        new IssueTokenResult.Refused(new AccessResult.Unauthenticated(AccessResult.Reason.REJECTED)));
    }

    @Test
    void tokenOfAnIssuerGivesASessionThatOutlivesIt() {
        verification = new TokenVerification.Valid(token(Optional.empty(), Duration.ofMinutes(5)));
        assertThat(issue(true, "repository:app:pull,push")).isInstanceOf(IssueTokenResult.Issued.class);
        TokenRequest request = requests.getFirst();
        assertThat(request.life()).isEqualTo(Duration.ofHours(1));
        assertThat(request.cap()).hasToString("[repository:app:pull,push]");
        assertThat(request.subject()).hasToString("github:acme/app");
    }

    @Test
    void limitedTokenGivesNoMoreScopesAndNoLongerLife() {
        verification =
                new TokenVerification.Valid(token(cap("repository:app:pull repository:all:*"), Duration.ofSeconds(30)));
        issue(true, "repository:app:pull,push", "repository:other:pull", "repository:all:pull,delete");
        assertThat(requests.getFirst().cap()).hasToString("[repository:app:pull, repository:all:delete,pull]");
        assertThat(requests.getFirst().life()).isEqualTo(Duration.ofSeconds(30));
        verification = new TokenVerification.Valid(token(cap("repository:app:pull"), Duration.ofHours(5)));
        issue(true, "repository:app:pull");
        assertThat(requests.getLast().life()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void tokenThatIsNotValidGivesNone() {
        for (TokenVerification refused : List.of(
                new TokenVerification.Foreign(),
                new TokenVerification.Invalid("forged"),
                new TokenVerification.Expired(token(Optional.empty(), Duration.ofSeconds(-1))))) {
            verification = refused;
            assertRejected(issue(true, "repository:app:pull"));
        }
        verification = new TokenVerification.Unavailable("down");
        assertThat(issue(true, "repository:app:pull"))
                .isInstanceOfSatisfying(
                        IssueTokenResult.Refused.class,
                        refused -> assertThat(refused.reason()).isInstanceOf(AccessResult.Unavailable.class));
        assertThat(requests).isEmpty();
    }

    @Test
    void tokenServersTokenWhoseRightsAreItsOwnIsNotExchanged() {
        verification = new TokenVerification.Valid(token(cap("repository:app:pull"), Duration.ofMinutes(5)));
        assertRejected(issue(false, "repository:app:pull"));
    }

    @Test
    void tokenThatARequestCannotCarryIsNotIssued() {
        verification = new TokenVerification.Valid(token(Optional.empty(), Duration.ofMinutes(5)));
        length = IssueTokenService.MAX_TOKEN + 1;
        assertThat(issue(true, "repository:app:pull")).isInstanceOf(IssueTokenResult.TooLong.class);
    }

    @Test
    void tokensLiveForAMinuteOrLonger() {
        assertThatThrownBy(() -> new TokenLives(Duration.ofSeconds(59), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
