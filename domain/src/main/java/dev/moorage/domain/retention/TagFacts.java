package dev.moorage.domain.retention;

import dev.moorage.domain.name.Tag;
import java.util.Objects;

/**
 * What is known of a tag.
 *
 * @param isWriteOnce whether a rule protects it from clients
 */
public record TagFacts(Tag tag, Use use, boolean isWriteOnce) {
    public TagFacts {
        Objects.requireNonNull(tag);
        Objects.requireNonNull(use);
    }
}
