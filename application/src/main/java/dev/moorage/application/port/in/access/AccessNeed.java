package dev.moorage.application.port.in.access;

import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.RequiredScopes;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The rights that a request needs before it may begin.
 *
 * @param scopes what a token must hold. Computed for callers with a token alone
 * @param questions what the rules must allow, one for each tag that is set. None for what each user may do: a login, and the
 *     list of those repositories that the user may pull
 */
public record AccessNeed(Supplier<RequiredScopes> scopes, List<AccessQuestion> questions) {
    /** The need of a login: credentials that are valid. */
    public static final AccessNeed LOGIN = new AccessNeed(() -> RequiredScopes.NONE, List.of());

    public AccessNeed {
        Objects.requireNonNull(scopes);
        questions = List.copyOf(questions);
    }
}
