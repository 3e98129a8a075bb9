package dev.moorage.application.service.access;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Subject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
        for (TokenKind kind : kinds) {
            switch (kind.verifier().verify(token)) {
                case TokenVerification.Foreign _ -> {
                    continue;
                }
                case TokenVerification.Valid(VerifiedToken valid) -> {
                    return decide(kind, valid, command);
                }
                case TokenVerification.Expired(VerifiedToken expired) -> {
                    return continuesAnUpload(expired, command) ? decide(kind, expired, command) : INVALID;
                }
                case TokenVerification.Invalid(String reason) -> {
                    LOG.atDebug().addKeyValue("reason", reason).log("A token is not valid");
                    return INVALID;
                }
                case TokenVerification.Unavailable(String reason) -> {
                    LOG.atWarn().addKeyValue("reason", reason).log("A token cannot be verified now");
                    return new AccessResult.Unavailable(SOON);
                }
            }
        }
        return INVALID;
    }

    private boolean continuesAnUpload(VerifiedToken token, AccessCommand command) {
        return command.uploadOf().equals(Optional.of(token.subject().toString()))
                && clock.instant().isBefore(token.expires().plus(uploadGrace));
    }

    private AccessResult decide(TokenKind kind, VerifiedToken token, AccessCommand command) {
        BooleanSupplier isThere = () -> isThere(token);
        if (!isThere.getAsBoolean()) {
            return INVALID;
        }
        AccessSet cap = token.cap().orElse(AccessSet.NONE);
        boolean covers = token.cap().isEmpty() || cap.covers(command.scopes());
        if (!kind.rulesApply()) {
            return covers ? new AccessResult.Granted(new TokenCaller(token.subject(), token.id(), cap)) : INSUFFICIENT;
        }
        Caller caller = new RuledCaller(token.subject(), token.id(), rules, isThere);
        return switch (AuthorizeService.decide(caller, command)) {
            // What the rules allow can be had with another token, and what they deny with none.
            case AccessResult.Granted granted -> covers ? granted : INSUFFICIENT;
            case AccessResult.Unauthenticated _ -> INSUFFICIENT;
            case AccessResult other -> other;
        };
    }

    private boolean isThere(VerifiedToken token) {
        return token.fingerprint().isEmpty()
                || token.subject() instanceof Subject.User user
                        && passwords.isPresent()
                        && passwords.get().fingerprint(user).equals(token.fingerprint());
    }
}
