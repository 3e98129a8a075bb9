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
    private static final String DENIED = "denied: ";

    /** The providers whose prefix is not a choice of the configuration. */
    private static final List<IdentityProvider> FIXED =
            List.of(IdentityProvider.TOKEN_SERVER, IdentityProvider.DIRECTORY, IdentityProvider.CERTIFICATE);

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
        IdentityProvider provider = FIXED.stream()
                .filter(one -> one.prefix().equals(prefix))
                .findFirst()
                .orElseGet(() -> new IdentityProvider("oidc", prefix));
        return new Subject.User(provider, name.substring(colon + 1), Set.copyOf(groups));
    }

    /** Decides about a caller that has authenticated as this subject. */
    static AccessAnswer ofUser(AccessCheck check, Subject subject, AccessQuestion question) {
        List<String> more = new ArrayList<>();
        if (subject instanceof Subject.User user && !user.provider().equals(IdentityProvider.PASSWORD_FILE)) {
            more.add(origin(check, user.provider()));
        }
        return of(check, subject, question, more);
    }

    private static AccessAnswer of(AccessCheck check, Subject subject, AccessQuestion question, List<String> more) {
        if (check.isOpen()) {
            return answer(
                    true, subject, question, List.of("there is neither auth nor access: any client may do anything"));
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

    /** Says which section of the configuration a user comes from, or that none has it. */
    private static String origin(AccessCheck check, IdentityProvider provider) {
        String section = provider.equals(IdentityProvider.CERTIFICATE)
                ? "auth.certificate"
                : "auth." + provider.toString().replace(':', ' ');
        return check.has(provider) ? "user of " + section : section + " is not configured: no such user can log in";
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
                AccessAnswer rules = verified.rulesApply()
                        ? of(check, valid.subject(), question, more)
                        : withoutRules(valid.subject(), question, more);
                yield rules.isAllowed()
                                && check.ask(token, question)
                                        instanceof AccessResult.Unauthenticated(AccessResult.Reason reason)
                        ? rules.deniedByToken(reason)
                        : rules;
            }
        };
    }

    private static AccessAnswer withoutRules(Subject subject, AccessQuestion question, List<String> more) {
        more.add("there are no rules: the access of the token is all that decides");
        return answer(true, subject, question, more);
    }

    private AccessAnswer deniedByToken(AccessResult.Reason reason) {
        List<String> more = new ArrayList<>(lines);
        more.set(0, more.getFirst().replaceFirst("^allowed: ", DENIED));
        switch (reason) {
            case INSUFFICIENT_SCOPE -> more.add("  denied: the token is limited to something else");
            case INVALID_TOKEN -> more.add("  denied: the user of the token has gone, or has another password");
            case MISSING, REJECTED -> more.add("  denied: the token is not accepted");
        }
        return new AccessAnswer(false, more);
    }

    private static AccessAnswer answer(boolean allowed, Object caller, AccessQuestion question, List<String> more) {
        List<String> lines = new ArrayList<>();
        lines.add((allowed ? "allowed: " : DENIED) + question + " by " + caller);
        more.forEach(line -> lines.add("  " + line.strip()));
        return new AccessAnswer(allowed, lines);
    }
}
