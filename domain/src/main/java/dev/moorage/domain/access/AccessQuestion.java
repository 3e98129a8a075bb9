package dev.moorage.domain.access;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.Objects;
import java.util.Optional;

/**
 * What a caller wants to do.
 *
 * @param repository empty for {@link Action#LIST} alone
 * @param tag the tag that is set or deleted, or empty for what has no tag
 */
public record AccessQuestion(Action action, Optional<RepositoryName> repository, Optional<Tag> tag) {
    /** To see the names of all repositories. */
    public static final AccessQuestion LIST = new AccessQuestion(Action.LIST, Optional.empty(), Optional.empty());

    public AccessQuestion {
        Objects.requireNonNull(tag);
        if (repository.isEmpty() != (action == Action.LIST)) {
            throw new IllegalArgumentException("an action is of one repository, and a list of all");
        }
    }

    /** An action on a repository that sets and deletes no tag. */
    public static AccessQuestion of(Action action, RepositoryName repository) {
        return new AccessQuestion(action, Optional.of(repository), Optional.empty());
    }

    /** An action that sets or deletes a tag. */
    public static AccessQuestion of(Action action, RepositoryName repository, Tag tag) {
        return new AccessQuestion(action, Optional.of(repository), Optional.of(tag));
    }

    @Override
    public String toString() {
        return action.word()
                + repository.map(name -> " " + name).orElse("")
                + tag.map(name -> ":" + name).orElse("");
    }
}
