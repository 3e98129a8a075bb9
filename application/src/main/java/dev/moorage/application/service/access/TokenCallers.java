package dev.moorage.application.service.access;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessNeed;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.AccessSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callers by tokens. A token is a limit: what it holds is allowed only as far as the rules of the moment allow it, and only as
 * long as its user has the password that it was issued for. A token that has ended is accepted for a time when it continues an
 * upload of the same caller.
 */
public final class TokenCallers {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCallers.class);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final AccessResult INVALID = new AccessResult.Unauthenticated(AccessResult.Reason.INVALID_TOKEN);

    private static final AccessResult INSUFFICIENT =
            new AccessResult.Unauthenticated(AccessResult.Reason.INSUFFICIENT_SCOPE);

    private static final Found UNKNOWN =
            new Found(new TokenKind(_ -> new TokenVerification.Foreign(), true), new TokenVerification.Foreign());

    private final List<TokenKind> kinds;
    private final Optional<Authenticator> passwords;
    private final CurrentRules rules;
    private final Duration uploadGrace;
    private final InstantSource clock;

    /**
     * @param kinds each token is of the first kind to which it is not foreign
     * @param passwords has the fingerprints of passwords
     * @param uploadGrace how long after its end a token continues an upload
     */
    public TokenCallers(
            List<TokenKind> kinds,
            Optional<Authenticator> passwords,
            CurrentRules rules,
            Duration uploadGrace,
            InstantSource clock) {
        this.kinds = List.copyOf(kinds);
        this.passwords = passwords;
        this.rules = rules;
        this.uploadGrace = uploadGrace;
        this.clock = clock;
    }

    /** Whether a password has the form of a token, and there are tokens. */
    boolean mayKnow(String password) {
        int first = password.indexOf('.');
        return !kinds.isEmpty() && password.startsWith("eyJ") && first > 0 && password.indexOf('.', first + 1) > 0;
    }

    AccessResult authorize(String token, AccessCommand command) {
        return switch (verify(token)) {
            case Found(TokenKind kind, TokenVerification.Valid(VerifiedToken valid)) -> decide(kind, valid, command);
            case Found(TokenKind kind, TokenVerification.Expired(VerifiedToken expired)) ->
                continuesAnUpload(expired, command) ? decide(kind, expired, command) : INVALID;
            case Found(TokenKind _, TokenVerification.Unavailable _) -> new AccessResult.Unavailable(SOON);
            case Found _ -> INVALID;
        };
    }

    /**
     * A token as it was verified.
     *
     * @param kind the kind of the token, or the last one where the token is foreign to all
     */
    record Found(TokenKind kind, TokenVerification verification) {}

    /** Verifies a token by the first kind to which it is not foreign. */
    Found verify(String token) {
        Found found = UNKNOWN;
        for (TokenKind kind : kinds) {
            found = new Found(kind, kind.verifier().verify(token));
            if (!(found.verification() instanceof TokenVerification.Foreign)) {
                break;
            }
        }
        switch (found.verification()) {
            case TokenVerification.Invalid(String reason) ->
                LOG.atDebug().addKeyValue("reason", reason).log("A token is not valid");
            case TokenVerification.Unavailable(String reason) ->
                LOG.atWarn().addKeyValue("reason", reason).log("A token cannot be verified now");
            default -> {
                // Tokens that are valid, or of another issuer, are usual.
            }
        }
        return found;
    }

    private boolean continuesAnUpload(VerifiedToken token, AccessCommand command) {
        return command.uploadOf().get().equals(Optional.of(token.subject().toString()))
                && clock.instant().isBefore(token.expires().plus(uploadGrace));
    }

    private AccessResult decide(TokenKind kind, VerifiedToken token, AccessCommand command) {
        if (!isThere(token)) {
            return INVALID;
        }
        AccessResult result = decide(kind, token, command.need());
        return result instanceof AccessResult.Granted || command.otherwise().isEmpty()
                ? result
                : AuthorizeService.firstGranted(
                        decide(kind, token, command.otherwise().get()), result);
    }

    private AccessResult decide(TokenKind kind, VerifiedToken token, AccessNeed need) {
        AccessSet cap = token.cap().orElse(AccessSet.NONE);
        boolean covers = token.cap().isEmpty() || cap.covers(need.scopes().get());
        if (!kind.rulesApply()) {
            return covers ? new AccessResult.Granted(new TokenCaller(token.subject(), token.id(), cap)) : INSUFFICIENT;
        }
        RuledCaller caller = new RuledCaller(token.subject(), token.id(), rules, () -> isThere(token));
        return switch (AuthorizeService.decide(caller, need)) {
            // What the rules allow can be had with another token, and what they deny with none.
            case AccessResult.Granted granted when token.cap().isEmpty() -> granted;
            case AccessResult.Granted _ ->
                covers ? new AccessResult.Granted(new LimitedCaller(caller, cap)) : INSUFFICIENT;
            case AccessResult.Unauthenticated _ -> INSUFFICIENT;
            case AccessResult other -> other;
        };
    }

    boolean isThere(VerifiedToken token) {
        return AuthorizeService.isThere(passwords, token.subject(), token.fingerprint());
    }
}
