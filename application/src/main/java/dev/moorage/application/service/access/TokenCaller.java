package dev.moorage.application.service.access;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.RequiredScopes;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.access.Who;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The caller by a token server's token, whose access is all that decides.
 *
 * @param access the rights of the token
 */
record TokenCaller(Subject subject, String tokenId, AccessSet access) implements Caller {
    private static final AccessRule BY_TOKEN = new AccessRule(
            new RuleOrigin("access of the token", 0),
            AccessRule.Effect.MAY,
            List.of(Who.Kind.EVERYONE),
            EnumSet.allOf(Action.class),
            List.of(),
            List.of());

    TokenCaller {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(tokenId);
        Objects.requireNonNull(access);
    }

    @Override
    public Decision decide(AccessQuestion question) {
        return access.covers(RequiredScopes.of(question))
                ? new Decision.Allowed(BY_TOKEN)
                : new Decision.Denied(Optional.empty(), List.of());
    }
}
