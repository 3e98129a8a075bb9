package dev.moorage.application.service.access;

import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.in.access.IssueToken;
import dev.moorage.application.port.in.access.IssueTokenCommand;
import dev.moorage.application.port.in.access.IssueTokenResult;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.port.out.identity.IssuedToken;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.application.port.out.identity.TokenIssuer;
import dev.moorage.application.port.out.identity.TokenRequest;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Scope;
import dev.moorage.domain.access.Subject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Issues tokens for passwords, for tokens of other issuers, and for anonymous callers.
 *
 * <ol>
 *   <li>A token is limited to the scopes that were asked for. It holds those groups of its user that the rules name.
 *   <li>A token that is exchanged for another one is not widened: the new one has no scope that the first one lacks, and where
 *       the first one has a limit it does not end later.
 *   <li>A caller without credentials has a token for scopes, and none without: a login with nothing fails.
 * </ol>
 */
public final class IssueTokenService implements IssueToken {
    /** The greatest length of a token in characters: a request's head has room for it. */
    static final int MAX_TOKEN = 8 * 1024;

    private static final Duration SOON = Duration.ofSeconds(5);

    private final Optional<Authenticator> passwords;
    private final TokenCallers tokens;
    private final CurrentRules rules;
    private final TokenIssuer issuer;
    private final TokenLives lives;
    private final InstantSource clock;

    /** @param passwords checks passwords, or empty where callers have none */
    public IssueTokenService(
            Optional<Authenticator> passwords,
            TokenCallers tokens,
            CurrentRules rules,
            TokenIssuer issuer,
            TokenLives lives,
            InstantSource clock) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.rules = rules;
        this.issuer = issuer;
        this.lives = lives;
        this.clock = clock;
    }

    @Override
    public IssueTokenResult issue(IssueTokenCommand command) {
        List<Scope> asked = Scope.parseAll(command.scopes()).stream()
                .filter(IssueTokenService::isKnown)
                .toList();
        return switch (command.credentials()) {
            case Credentials.None _ ->
                command.scopes().isEmpty()
                        ? refused(AccessResult.Reason.MISSING)
                        : issue(Subject.ANONYMOUS, asked, Optional.empty(), lives.passwords());
            case Credentials.Certificate(Subject.User user) ->
                issue(user, asked, Optional.empty(), lives.passwords());
            case Credentials.Unusable _ -> refused(AccessResult.Reason.REJECTED);
            case Credentials.Token(String text) -> exchange(text, asked);
            case Credentials.Password password ->
                tokens.mayKnow(password.password())
                        ? exchange(password.password(), asked)
                        : login(password, command, asked);
        };
    }

    private static boolean isKnown(Scope scope) {
        return scope.type().equals("repository") || scope.type().equals("registry");
    }

    private IssueTokenResult login(Credentials.Password password, IssueTokenCommand command, List<Scope> asked) {
        if (passwords.isEmpty()) {
            return refused(AccessResult.Reason.REJECTED);
        }
        LoginAttempt login =
                new LoginAttempt(password.user(), password.password(), command.address(), command.connected());
        return switch (passwords.get().authenticate(login)) {
            case Authentication.Accepted(Subject.User user, Optional<String> fingerprint) ->
                issue(user, asked, fingerprint, lives.passwords());
            case Authentication.Rejected _ -> refused(AccessResult.Reason.REJECTED);
            case Authentication.Throttled(Duration after) ->
                new IssueTokenResult.Refused(new AccessResult.Throttled(after));
            case Authentication.Unavailable(Duration after) ->
                new IssueTokenResult.Refused(new AccessResult.Unavailable(after));
        };
    }

    private IssueTokenResult exchange(String text, List<Scope> asked) {
        TokenCallers.Found found = tokens.verify(text);
        return switch (found.verification()) {
            case TokenVerification.Valid(VerifiedToken token)
            when found.kind().rulesApply() && tokens.isThere(token) -> exchange(token, asked);
            case TokenVerification.Unavailable _ -> new IssueTokenResult.Refused(new AccessResult.Unavailable(SOON));
            default -> refused(AccessResult.Reason.REJECTED);
        };
    }

    private IssueTokenResult exchange(VerifiedToken token, List<Scope> asked) {
        if (token.cap().isEmpty()) {
            return issue(token.subject(), asked, token.fingerprint(), lives.sessions());
        }
        long left =
                Math.max(1, Duration.between(clock.instant(), token.expires()).toSeconds());
        Duration life = Duration.ofSeconds(Math.min(left, lives.passwords().toSeconds()));
        return issue(token.subject(), token.cap().get().limit(asked), token.fingerprint(), life);
    }

    private IssueTokenResult issue(Subject subject, List<Scope> scopes, Optional<String> fingerprint, Duration life) {
        AccessSet cap = new AccessSet(scopes);
        IssuedToken token =
                issuer.issue(new TokenRequest(rules.rules().withNamedGroups(subject), cap, fingerprint, life));
        return token.text().length() > MAX_TOKEN
                ? new IssueTokenResult.TooLong()
                : new IssueTokenResult.Issued(subject, token.text(), token.id(), cap, token.life());
    }

    private static IssueTokenResult refused(AccessResult.Reason reason) {
        return new IssueTokenResult.Refused(new AccessResult.Unauthenticated(reason));
    }
}
