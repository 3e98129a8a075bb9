package dev.moorage.application.service.access;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A caller of which the rules of the moment decide.
 *
 * @param isThere whether the caller's user and password are still what they were
 */
record RuledCaller(Subject subject, String tokenId, CurrentRules rules, BooleanSupplier isThere) implements Caller {
    RuledCaller {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(tokenId);
        Objects.requireNonNull(rules);
        Objects.requireNonNull(isThere);
    }

    @Override
    public boolean mayPullBelow(String folder) {
        return rules.rules().mayAllowBelow(subject, Action.PULL, folder);
    }

    @Override
    public Decision decide(AccessQuestion question) {
        return isThere.getAsBoolean() ? byRules(question) : new Decision.Denied(Optional.empty(), List.of());
    }

    /** Decides about an action of a caller that was found to be there a moment ago. */
    Decision byRules(AccessQuestion question) {
        return rules.rules().decide(subject, question);
    }
}
