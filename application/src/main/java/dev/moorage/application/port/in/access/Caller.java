package dev.moorage.application.port.in.access;

import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;

/**
 * The caller of a request that has begun. Its rights are asked again at later steps, and follow the rules and the users of that
 * moment. The end of a token does not end the request that began with it.
 */
public interface Caller {
    Subject subject();

    /** Identifies the token for logs, or is empty. */
    String tokenId();

    /** Returns where the request came from. Adapters that report no events leave it out. */
    default RequestOrigin origin() {
        return RequestOrigin.NONE;
    }

    /**
     * Returns the name by which an upload of this caller is recognized when its token has ended, or the empty text for a caller
     * that is never asked for a token.
     */
    default String uploadOwner() {
        return subject().toString();
    }

    /** Decides about an action now. */
    Decision decide(AccessQuestion question);

    /** Whether the caller may take an action now. */
    default boolean may(AccessQuestion question) {
        return decide(question).isAllowed();
    }

    /** Whether the caller may take an action on a repository now. */
    default boolean may(Action action, RepositoryName repository) {
        return may(AccessQuestion.of(action, repository));
    }

    /** Whether a list of repositories has this one for the caller. */
    default boolean maySee(RepositoryName repository) {
        return may(Action.PULL, repository);
    }

    /**
     * Whether the caller may be allowed to pull a repository whose name begins with the components of this folder. The result is
     * false only if there is no such name, so that a listing need not look there.
     */
    default boolean mayPullBelow(String folder) {
        return true;
    }

    /** Whether the caller may set or delete a tag now. */
    default boolean may(Action action, RepositoryName repository, Tag tag) {
        return may(AccessQuestion.of(action, repository, tag));
    }
}
