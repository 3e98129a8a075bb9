package dev.moorage.application.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessNeed;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.access.RequiredScopes;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.Scope;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.access.Who;
import dev.moorage.domain.name.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthorizeServiceTest {
    private static final Subject.User ALICE = IdentityProvider.PASSWORD_FILE.user("alice", List.of());
    private static final RepositoryName APP = RepositoryName.parse("app");
    private static final RepositoryName OPEN = RepositoryName.parse("public/app");

    private final Map<String, String> passwords = new HashMap<>(Map.of("alice", "secret"));
    private final Map<String, TokenVerification> tokens = new HashMap<>();
    private AccessRules rules = rules("alice", "app");
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");

    /** Users whose passwords are their fingerprints. */
    private final Authenticator users = new Authenticator() {
        @Override
        public Authentication authenticate(LoginAttempt login) {
            return switch (login.user()) {
                case "flood" -> new Authentication.Throttled(Duration.ofSeconds(3));
                case "busy" -> new Authentication.Unavailable(Duration.ofSeconds(5));
                default ->
                    login.password().equals(passwords.get(login.user()))
                            ? new Authentication.Accepted(
                                    IdentityProvider.PASSWORD_FILE.user(login.user(), List.of()),
                                    Optional.of(login.password()))
                            : new Authentication.Rejected();
            };
        }

        @Override
        public boolean isCurrent(Subject.User user, String fingerprint) {
            return fingerprint.equals(passwords.get(user.localName()));
        }
    };

    private static AccessRules rules(String user, String repositories) {
        return new AccessRules(
                Groups.NONE,
                List.of(
                        rule(Who.parse(user), EnumSet.of(Action.PULL, Action.PUSH), repositories),
                        rule(Who.Kind.EVERYONE, EnumSet.of(Action.PULL), "public/**")),
                List.of());
    }

    private static AccessRule rule(Who who, Set<Action> actions, String repositories) {
        return new AccessRule(
                new RuleOrigin("access.yml", 1),
                AccessRule.Effect.MAY,
                List.of(who),
                actions,
                List.of(RepositoryPattern.parse(repositories)),
                List.of());
    }

    private AuthorizeService service(boolean rulesApply) {
        TokenKind kind =
                new TokenKind(token -> tokens.getOrDefault(token, new TokenVerification.Foreign()), rulesApply);
        TokenCallers callers =
                new TokenCallers(List.of(kind), Optional.of(users), () -> rules, Duration.ofHours(1), () -> now);
        return new AuthorizeService(Optional.of(users), callers, () -> rules);
    }

    private static AccessCommand command(Credentials credentials, Action action, RepositoryName repository) {
        return new AccessCommand(
                credentials, "192.0.2.1", () -> true, need(action, repository), Optional.empty(), Optional::empty);
    }

    private static AccessNeed need(Action action, RepositoryName repository) {
        return new AccessNeed(
                () -> RequiredScopes.of(action, repository), List.of(AccessQuestion.of(action, repository)));
    }

    private static AccessCommand login(Credentials credentials) {
        return new AccessCommand(
                credentials, "192.0.2.1", () -> true, AccessNeed.LOGIN, Optional.empty(), Optional::empty);
    }

    private AccessResult ask(Credentials credentials, Action action, RepositoryName repository) {
        return service(true).authorize(command(credentials, action, repository));
    }

    private static void assertUnauthenticated(AccessResult result, AccessResult.Reason reason) {
        assertThat(result).isEqualTo(new AccessResult.Unauthenticated(reason));
    }

    private static Caller granted(AccessResult result) {
        assertThat(result).isInstanceOf(AccessResult.Granted.class);
        return ((AccessResult.Granted) result).caller();
    }

    private Credentials.Token token(Subject subject, String access) {
        return token(subject, access, Optional.of("secret"));
    }

    private Credentials.Token token(Subject subject, String access, Optional<String> fingerprint) {
        VerifiedToken token = new VerifiedToken(
                subject,
                "id",
                Optional.of(new AccessSet(Scope.parseAll(List.of(access)))),
                now.plusSeconds(60),
                fingerprint);
        tokens.put("eyJ.valid.x", new TokenVerification.Valid(token));
        tokens.put("eyJ.expired.x", new TokenVerification.Expired(token));
        return new Credentials.Token("eyJ.valid.x");
    }

    @Test
    void anonymousMayDoWhatTheRulesAllowAndMustLogInForTheRest() {
        assertThat(granted(ask(new Credentials.None(), Action.PULL, OPEN)).subject())
                .isEqualTo(Subject.ANONYMOUS);
        assertUnauthenticated(ask(new Credentials.None(), Action.PULL, APP), AccessResult.Reason.MISSING);
        assertUnauthenticated(ask(new Credentials.None(), Action.PUSH, OPEN), AccessResult.Reason.MISSING);
    }

    @Test
    void loginWithoutCredentialsIsAskedForThem() {
        assertUnauthenticated(service(true).authorize(login(new Credentials.None())), AccessResult.Reason.MISSING);
        granted(service(true).authorize(login(new Credentials.Password("alice", "secret"))));
        granted(service(true).authorize(login(token(Subject.ANONYMOUS, "", Optional.empty()))));
    }

    @Test
    void wrongPasswordIsRejectedEvenWhereAnonymousMay() {
        assertUnauthenticated(
                ask(new Credentials.Password("alice", "wrong"), Action.PULL, OPEN), AccessResult.Reason.REJECTED);
        assertUnauthenticated(ask(new Credentials.Unusable(), Action.PULL, OPEN), AccessResult.Reason.REJECTED);
    }

    @Test
    void knownUserIsForbiddenWhatTheRulesDoNotAllow() {
        AccessResult result = ask(new Credentials.Password("alice", "secret"), Action.DELETE, APP);
        assertThat(result).isInstanceOf(AccessResult.Forbidden.class);
        assertThat(((AccessResult.Forbidden) result).decision().reason()).isEqualTo("denied: no rule allows it");
        granted(ask(new Credentials.Password("alice", "secret"), Action.PUSH, APP));
    }

    @Test
    void throttledAndUnavailableLoginsArePassedOn() {
        assertThat(ask(new Credentials.Password("flood", ""), Action.PULL, APP))
                .isEqualTo(new AccessResult.Throttled(Duration.ofSeconds(3)));
        assertThat(ask(new Credentials.Password("busy", ""), Action.PULL, APP))
                .isEqualTo(new AccessResult.Unavailable(Duration.ofSeconds(5)));
    }

    @Test
    void tokenIsALimitOfWhatTheRulesAllow() {
        granted(ask(token(ALICE, "repository:app:pull"), Action.PULL, APP));
        assertUnauthenticated(
                ask(token(ALICE, "repository:app:pull"), Action.PUSH, APP), AccessResult.Reason.INSUFFICIENT_SCOPE);
        assertThat(ask(token(ALICE, "repository:app:*"), Action.DELETE, APP))
                .isInstanceOf(AccessResult.Forbidden.class);
        assertThat(ask(token(ALICE, "repository:other:*"), Action.PULL, RepositoryName.parse("other")))
                .isInstanceOf(AccessResult.Forbidden.class);
        assertUnauthenticated(
                ask(token(Subject.ANONYMOUS, "repository:app:*", Optional.empty()), Action.PUSH, APP),
                AccessResult.Reason.INSUFFICIENT_SCOPE);
    }

    @Test
    void tokenEndsWithThePasswordThatItWasIssuedFor() {
        Credentials.Token token = token(ALICE, "repository:app:pull");
        passwords.put("alice", "another");
        assertUnauthenticated(ask(token, Action.PULL, APP), AccessResult.Reason.INVALID_TOKEN);
        passwords.remove("alice");
        assertUnauthenticated(ask(token, Action.PULL, APP), AccessResult.Reason.INVALID_TOKEN);
    }

    @Test
    void callerFollowsTheRulesAndTheUsersOfTheMoment() {
        Caller byToken = granted(ask(token(ALICE, "repository:app:pull,push"), Action.PUSH, APP));
        Caller byPassword = granted(ask(new Credentials.Password("alice", "secret"), Action.PUSH, APP));
        AccessQuestion push = AccessQuestion.of(Action.PUSH, APP);
        now = now.plusSeconds(3600);
        assertThat(byToken.may(push)).as("after the token's end").isTrue();
        rules = rules("bob", "app");
        assertThat(byToken.may(push)).isFalse();
        assertThat(byPassword.may(push)).isFalse();
        rules = rules("alice", "app");
        assertThat(byToken.may(push)).isTrue();
        passwords.put("alice", "another");
        assertThat(byToken.may(push)).isFalse();
        assertThat(byPassword.may(push)).isFalse();
    }

    private AccessResult upload(String uploadOf) {
        AccessCommand request = command(new Credentials.Token("eyJ.expired.x"), Action.PUSH, APP);
        return service(true)
                .authorize(new AccessCommand(
                        request.credentials(),
                        request.address(),
                        request.connected(),
                        request.need(),
                        request.otherwise(),
                        () -> Optional.of(uploadOf)));
    }

    @Test
    void tokenThatHasEndedContinuesAnUploadOfTheSameCallerForATime() {
        token(ALICE, "repository:app:pull,push");
        now = now.plusSeconds(60).plus(Duration.ofMinutes(59));
        granted(upload("alice"));
        assertUnauthenticated(upload("bob"), AccessResult.Reason.INVALID_TOKEN);
        assertUnauthenticated(
                ask(new Credentials.Token("eyJ.expired.x"), Action.PUSH, APP), AccessResult.Reason.INVALID_TOKEN);
        now = now.plus(Duration.ofMinutes(1));
        assertUnauthenticated(upload("alice"), AccessResult.Reason.INVALID_TOKEN);
    }

    @Test
    void tokenIsTakenAsThePasswordOfAnyUser() {
        token(ALICE, "repository:app:pull");
        granted(ask(new Credentials.Password("whatever", "eyJ.valid.x"), Action.PULL, APP));
        assertUnauthenticated(
                ask(new Credentials.Password("alice", "eyJ.foreign.x"), Action.PULL, APP),
                AccessResult.Reason.INVALID_TOKEN);
    }

    @Test
    void tokenOfATokenServerIsAllThatDecidesWithoutRules() {
        Credentials token = token(Subject.ANONYMOUS, "repository:x:pull registry:catalog:*", Optional.empty());
        RepositoryName x = RepositoryName.parse("x");
        Caller caller = granted(service(false).authorize(command(token, Action.PULL, x)));
        assertThat(caller.may(AccessQuestion.of(Action.PUSH, x))).isFalse();
        assertThat(caller.may(AccessQuestion.LIST)).isTrue();
        assertUnauthenticated(
                service(false).authorize(command(token, Action.PUSH, x)), AccessResult.Reason.INSUFFICIENT_SCOPE);
    }

    @Test
    void tokenThatCannotBeVerifiedNowIsNoRejection() {
        tokens.put("t", new TokenVerification.Unavailable("down"));
        assertThat(ask(new Credentials.Token("t"), Action.PULL, APP)).isInstanceOf(AccessResult.Unavailable.class);
        tokens.put("t", new TokenVerification.Invalid("bad"));
        assertUnauthenticated(ask(new Credentials.Token("t"), Action.PULL, APP), AccessResult.Reason.INVALID_TOKEN);
        assertUnauthenticated(ask(new Credentials.Token("?"), Action.PULL, APP), AccessResult.Reason.INVALID_TOKEN);
    }
}
