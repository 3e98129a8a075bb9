package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.bootstrap.wiring.AccessCheck;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.access.WriteOnceRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a caller may do something, and why.
 *
 * @param lines for the operator. The first one is the answer
 */
record AccessAnswer(boolean isAllowed, List<String> lines) {
    AccessAnswer {
        lines = List.copyOf(lines);
    }

    /**
     * Returns the caller with a name as rules spell it.
     *
     * @param groups names of groups, with the prefix of the caller's issuer
     * @throws IllegalArgumentException with the reason
     */
    static Subject subject(String name, List<String> groups) {
        if (name.equals(Subject.ANONYMOUS.toString())) {
            return Subject.ANONYMOUS;
        }
        int colon = name.indexOf(':');
        if (colon < 0) {
            if (!groups.isEmpty()) {
                throw new IllegalArgumentException(
                        "a user of the password file has the groups of access.groups alone: leave --group out");
            }
            return IdentityProvider.PASSWORD_FILE.user(name, List.of());
        }
        String prefix = name.substring(0, colon);
        IdentityProvider provider = prefix.equals(IdentityProvider.TOKEN_SERVER.prefix())
                ? IdentityProvider.TOKEN_SERVER
                : new IdentityProvider("oidc", prefix);
        return new Subject.User(provider, name.substring(colon + 1), Set.copyOf(groups));
    }

    /** Decides about a caller that has authenticated as this subject. */
    static AccessAnswer ofUser(AccessCheck check, Subject subject, AccessQuestion question) {
        return of(check, subject, question, new ArrayList<>());
    }

    private static AccessAnswer of(
            AccessCheck check, Subject subject, AccessQuestion question, List<String> more) {
        if (check.isOpen()) {
            return answer(true, subject, question, List.of("there is neither auth nor access: any client may do anything"));
        }
        Decision decision = check.rules().decide(subject, question);
        Set<String> groups = new TreeSet<>(check.rules().groups().of(subject));
        if (!groups.isEmpty()) {
            more.add("groups: " + String.join(", ", groups));
        }
        more.add(decision.reason());
        Optional<WriteOnceRule> once = check.writeOnce(question);
        boolean deletesOnce = once.isPresent() && question.action() == Action.DELETE;
        once.filter(_ -> question.action() != Action.PULL)
                .ifPresent(rule -> more.add(
                        deletesOnce
                                ? "denied by " + rule.origin() + ": the tag is written once, and is not deleted"
                                : "the tag is written once, by " + rule.origin()
                                        + ": where it names another manifest, the push is denied"));
        return answer(decision.isAllowed() && !deletesOnce, subject, question, more);
    }

    /** Decides about a request with a token. */
    static AccessAnswer ofToken(AccessCheck check, String token, AccessQuestion question) {
        AccessCheck.Verified verified = check.verify(token);
        List<String> more = new ArrayList<>();
        if (!verified.source().isEmpty()) {
            more.add("token of " + verified.source());
        }
        return switch (verified.verification()) {
            case TokenVerification.Foreign _ ->
                answer(false, "the token", question, List.of("no issuer of auth knows the token"));
            case TokenVerification.Invalid(String reason) -> {
                more.add("the token is not valid: " + reason);
                yield answer(false, "the token", question, more);
            }
            case TokenVerification.Unavailable(String reason) -> {
                more.add("the token cannot be verified now: " + reason);
                yield answer(false, "the token", question, more);
            }
            case TokenVerification.Expired(VerifiedToken expired) -> {
                more.add("the token has ended at " + expired.expires());
                yield answer(false, expired.subject(), question, more);
            }
            case TokenVerification.Valid(VerifiedToken valid) -> {
                more.add("valid until " + valid.expires());
                valid.cap().map(AccessSet::toString).ifPresent(cap -> more.add("limited to: " + cap));
                AccessResult result = check.ask(token, question);
                AccessAnswer rules = of(check, valid.subject(), question, more);
                yield byToken(verified, result, rules, valid.subject(), question);
            }
        };
    }

    /** Joins what the token allows and what the rules do. */
    private static AccessAnswer byToken(
            AccessCheck.Verified verified,
            AccessResult result,
            AccessAnswer rules,
            Subject subject,
            AccessQuestion question) {
        List<String> lines = new ArrayList<>(rules.lines().subList(1, rules.lines().size()));
        if (!verified.rulesApply()) {
            lines.removeLast();
            lines.add("there are no rules: the access of the token is all that decides");
        }
        boolean granted = result instanceof AccessResult.Granted;
        if (result instanceof AccessResult.Unauthenticated(AccessResult.Reason reason)) {
            lines.add(
                    switch (reason) {
                        case INSUFFICIENT_SCOPE -> "denied: the token is limited to something else";
                        case INVALID_TOKEN -> "denied: the user of the token has gone, or has another password";
                        case MISSING, REJECTED -> "denied";
                    });
        }
        return answer(granted && (rules.isAllowed() || !verified.rulesApply()), subject, question, lines);
    }

    private static AccessAnswer answer(boolean allowed, Object caller, AccessQuestion question, List<String> more) {
        List<String> lines = new ArrayList<>();
        lines.add((allowed ? "allowed: " : "denied: ") + question + " by " + caller);
        more.forEach(line -> lines.add("  " + line.strip()));
        return new AccessAnswer(allowed, lines);
    }
}
