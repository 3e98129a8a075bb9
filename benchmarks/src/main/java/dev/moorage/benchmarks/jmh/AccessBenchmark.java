package dev.moorage.benchmarks.jmh;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessNeed;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.application.port.out.identity.TokenRequest;
import dev.moorage.application.service.access.AuthorizeService;
import dev.moorage.application.service.access.TokenCallers;
import dev.moorage.application.service.access.TokenKind;
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
import dev.moorage.identity.issuer.IssuerKeys;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.issuer.RegistryTokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.State;

/**
 * Benchmarks of the decision about a request with a token that was verified before: with the rules of a few teams, and with as many
 * as there may be. Files are not looked at.
 */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccessBenchmark {
    private static final String HASH = "$2y$10$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";
    private static final int FEW = 10;

    private final IssuerKeys keys = new IssuerKeys(List.of(new byte[32]));
    private final PasswordFingerprints fingerprints = new PasswordFingerprints(keys);
    private final RegistryTokens tokens = new RegistryTokens(keys, "moorage", InstantSource.system());
    private final RepositoryName repository = new RepositoryName("a-team/some_project");
    private final Credentials token = new Credentials.Token(tokens.issue(new TokenRequest(
                    user("alice"),
                    new AccessSet(Scope.parseAll(List.of("repository:" + repository + ":pull,push"))),
                    Optional.of(fingerprints.of("alice", HASH)),
                    Duration.ofHours(24)))
            .text());
    private final Authorize few = authorize(tokens, fingerprints, rules(FEW));
    private final Authorize most = authorize(tokens, fingerprints, rules(AccessRules.MAX_RULES));

    private static Subject.User user(String name) {
        return IdentityProvider.PASSWORD_FILE.user(name, List.of());
    }

    /** Users of their own repositories. The rule of the caller is the last one. */
    private static AccessRules rules(int count) {
        List<AccessRule> rules = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            rules.add(rule(i, "user" + i, "team" + i + "/**"));
        }
        rules.add(rule(count, "alice", "a-team/**"));
        return new AccessRules(Groups.NONE, rules, List.of());
    }

    private static AccessRule rule(int line, String who, String repositories) {
        return new AccessRule(
                new RuleOrigin("access.yml", line),
                AccessRule.Effect.MAY,
                List.of(Who.parse(who)),
                EnumSet.of(Action.PULL, Action.PUSH),
                List.of(RepositoryPattern.parse(repositories)),
                List.of());
    }

    private static Authorize authorize(RegistryTokens tokens, PasswordFingerprints fingerprints, AccessRules rules) {
        Optional<Authenticator> users = Optional.of(new Users(fingerprints));
        TokenCallers callers = new TokenCallers(
                List.of(new TokenKind(tokens, true)), users, () -> rules, Duration.ZERO, InstantSource.system());
        return new AuthorizeService(users, callers, () -> rules);
    }

    private record Users(PasswordFingerprints fingerprints) implements Authenticator {
        @Override
        public Authentication authenticate(LoginAttempt login) {
            return new Authentication.Rejected();
        }

        @Override
        public boolean isCurrent(Subject.User user, String fingerprint) {
            return fingerprints.matches(fingerprint, user.localName(), HASH);
        }
    }

    private AccessResult ask(Authorize authorize) {
        AccessResult result = authorize.authorize(new AccessCommand(
                token,
                "192.0.2.1",
                () -> true,
                new AccessNeed(
                        () -> RequiredScopes.of(Action.PULL, repository),
                        List.of(AccessQuestion.of(Action.PULL, repository))),
                Optional.empty(),
                Optional::empty));
        if (!(result instanceof AccessResult.Granted)) {
            throw new IllegalStateException("the token is not accepted");
        }
        return result;
    }

    @Benchmark
    public AccessResult tokenAndFewRules() {
        return ask(few);
    }

    @Benchmark
    public AccessResult tokenAndMostRules() {
        return ask(most);
    }
}
