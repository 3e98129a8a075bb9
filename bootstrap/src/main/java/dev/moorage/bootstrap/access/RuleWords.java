package dev.moorage.bootstrap.access;

import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.Action;
import java.util.EnumSet;
import java.util.Set;

/** The words of {@code may} and {@code deny}. */
final class RuleWords {
    private static final String ADMIN = "admin";

    private RuleWords() {}

    /**
     * Returns the actions of a word: {@code admin} is all of them, and a caller that may push may pull.
     *
     * @throws IllegalArgumentException with the words that there are
     */
    static Set<Action> actions(String word, AccessRule.Effect effect) {
        if (word.equals(ADMIN)) {
            return EnumSet.allOf(Action.class);
        }
        Action action = Action.tryParse(word)
                .orElseThrow(
                        () -> new IllegalArgumentException("is no action. It can be pull, push, delete, list, admin"));
        return action == Action.PUSH && effect == AccessRule.Effect.MAY
                ? EnumSet.of(Action.PULL, Action.PUSH)
                : EnumSet.of(action);
    }
}
