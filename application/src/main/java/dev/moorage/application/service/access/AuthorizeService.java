package dev.moorage.application.service.access;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessNeed;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.access.Credentials;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Decides whether a request may begin.
 *
 * <ol>
 *   <li>A caller without credentials may do what the rules allow to anonymous callers. A login needs credentials: clients such as
 *       docker send none after a login that succeeds without.
 *   <li>A password is checked, unless it is a token. A wrong one is rejected, also where an anonymous caller may do the same.
 *   <li>A token is verified by {@link TokenCallers}.
 *   <li>A certificate was verified when the connection was opened.
 *   <li>The rules decide about each question. A caller that is known and may not do it is forbidden to, and an anonymous one is
 *       asked for credentials.
 * </ol>
 */
public final class AuthorizeService implements Authorize {
    private final Optional<Authenticator> passwords;
    private final TokenCallers tokens;
    private final CurrentRules rules;

    /** @param passwords checks passwords, or empty where callers have none */
    public AuthorizeService(Optional<Authenticator> passwords, TokenCallers tokens, CurrentRules rules) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.rules = rules;
    }

    @Override
    public AccessResult authorize(AccessCommand command) {
        return switch (command.credentials()) {
            case Credentials.None _ -> anonymous(command);
            case Credentials.Unusable _ -> new AccessResult.Unauthenticated(AccessResult.Reason.REJECTED);
            case Credentials.Certificate(Subject.User user) ->
                decide(new RuledCaller(user, "", rules, () -> true), command);
            case Credentials.Token(String text) -> tokens.authorize(text, command);
            case Credentials.Password password ->
                tokens.mayKnow(password.password())
                        ? tokens.authorize(password.password(), command)
                        : login(password, command);
        };
    }

    private AccessResult anonymous(AccessCommand command) {
        return command.need().questions().isEmpty()
                ? new AccessResult.Unauthenticated(AccessResult.Reason.MISSING)
                : decide(new RuledCaller(Subject.ANONYMOUS, "", rules, () -> true), command);
    }

    private AccessResult login(Credentials.Password password, AccessCommand command) {
        if (passwords.isEmpty()) {
            return new AccessResult.Unauthenticated(AccessResult.Reason.REJECTED);
        }
        Authenticator authenticator = passwords.get();
        LoginAttempt login =
                new LoginAttempt(password.user(), password.password(), command.address(), command.connected());
        return switch (authenticator.authenticate(login)) {
            case Authentication.Accepted(Subject.User user, Optional<String> fingerprint) ->
                decide(new RuledCaller(user, "", rules, isThere(user, fingerprint)), command);
            case Authentication.Rejected _ -> new AccessResult.Unauthenticated(AccessResult.Reason.REJECTED);
            case Authentication.Throttled(var after) -> new AccessResult.Throttled(after);
            case Authentication.Unavailable(var after) -> new AccessResult.Unavailable(after);
        };
    }

    private BooleanSupplier isThere(Subject.User user, Optional<String> fingerprint) {
        return () -> isThere(passwords, user, fingerprint);
    }

    /** Whether a user still has the password that was checked. A user without a fingerprint has none that could change. */
    static boolean isThere(Optional<Authenticator> passwords, Subject subject, Optional<String> fingerprint) {
        return fingerprint.isEmpty()
                || subject instanceof Subject.User user
                        && passwords.isPresent()
                        && passwords.get().isCurrent(user, fingerprint.get());
    }

    private static AccessResult decide(RuledCaller caller, AccessCommand command) {
        AccessResult result = decide(caller, command.need());
        return result instanceof AccessResult.Granted || command.otherwise().isEmpty()
                ? result
                : firstGranted(decide(caller, command.otherwise().get()), result);
    }

    static AccessResult firstGranted(AccessResult one, AccessResult other) {
        return one instanceof AccessResult.Granted ? one : other;
    }

    /** Asks each question of a need, for a caller whose credentials were verified a moment ago. */
    static AccessResult decide(RuledCaller caller, AccessNeed need) {
        for (AccessQuestion question : need.questions()) {
            Decision decision = caller.byRules(question);
            if (!decision.isAllowed()) {
                return caller.subject() instanceof Subject.Anonymous
                        ? new AccessResult.Unauthenticated(AccessResult.Reason.MISSING)
                        : new AccessResult.Forbidden(caller, decision);
            }
        }
        return new AccessResult.Granted(caller);
    }
}
