package dev.moorage.domain.retention;

import dev.moorage.domain.name.Tag;
import java.util.List;
import java.util.Objects;

/**
 * Keeps tags.
 *
 * @param tags selects the tags that the rule is about
 * @param conditions when it keeps them
 */
public record KeepRule(List<TagSelector> tags, Conditions conditions) {
    public KeepRule {
        tags = List.copyOf(tags);
        Objects.requireNonNull(conditions);
        if (tags.isEmpty()) {
            throw new IllegalArgumentException("the rule selects no tags");
        }
    }

    /** Returns whether the rule is about a tag. */
    public boolean selects(Tag tag) {
        return tags.stream().anyMatch(selector -> selector.matches(tag));
    }
}
