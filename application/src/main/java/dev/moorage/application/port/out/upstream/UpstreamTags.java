package dev.moorage.application.port.out.upstream;

import dev.moorage.domain.name.Tag;
import java.util.List;

/**
 * A page of a repository's tags.
 *
 * @param more whether another page follows
 */
public record UpstreamTags(List<Tag> tags, boolean more) {
    public UpstreamTags {
        tags = List.copyOf(tags);
    }
}
