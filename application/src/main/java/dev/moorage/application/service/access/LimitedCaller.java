package dev.moorage.application.service.access;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.RequiredScopes;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The caller by a token with scopes, of which the rules of the moment decide too. The scopes limit each later step of its request as
 * they limit its begin: the source of a mount is another repository than the one that the request began with.
 *
 * @param caller the caller as the rules see it
 * @param limit the scopes of the token
 */
record LimitedCaller(RuledCaller caller, AccessSet limit) implements Caller {
    private static final Decision BEYOND_THE_TOKEN = new Decision.Denied(Optional.empty(), List.of());

    LimitedCaller {
        Objects.requireNonNull(caller);
        Objects.requireNonNull(limit);
    }

    @Override
    public Subject subject() {
        return caller.subject();
    }

    @Override
    public String tokenId() {
        return caller.tokenId();
    }

    @Override
    public Decision decide(AccessQuestion question) {
        return limit.covers(RequiredScopes.of(question)) ? caller.decide(question) : BEYOND_THE_TOKEN;
    }

    /** The scope of the list is one for all names: a token for it holds no scope of each repository. */
    @Override
    public boolean maySee(RepositoryName repository) {
        return caller.may(Action.PULL, repository);
    }

    @Override
    public boolean mayPullBelow(String folder) {
        return caller.mayPullBelow(folder);
    }
}
