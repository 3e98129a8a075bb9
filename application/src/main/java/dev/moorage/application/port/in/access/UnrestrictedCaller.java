package dev.moorage.application.port.in.access;

import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import java.util.Objects;

/** A caller of a registry without rules. It may do everything. */
public record UnrestrictedCaller(Subject subject) implements Caller {
    /** A caller of a registry without rules and without users. */
    public static final Caller ANONYMOUS = new UnrestrictedCaller(Subject.ANONYMOUS);

    private static final Decision ALLOWED =
            new Decision.Allowed(AccessRules.USERS_MAY_ALL.rules().getFirst());

    public UnrestrictedCaller {
        Objects.requireNonNull(subject);
    }

    @Override
    public String tokenId() {
        return "";
    }

    @Override
    public String uploadOwner() {
        return "";
    }

    @Override
    public Decision decide(AccessQuestion question) {
        return ALLOWED;
    }
}
