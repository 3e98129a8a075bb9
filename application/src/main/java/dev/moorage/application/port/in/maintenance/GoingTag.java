package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.Objects;

/**
 * A tag that no rule of retention keeps.
 *
 * @param digest the manifest that the tag names
 * @param reason why it goes, in words
 * @param bytes the size of what the manifest names. Content that other tags name too is a part of it
 * @param isReported whether the policy is only reported, so that the tag stays
 */
public record GoingTag(
        RepositoryName repository, Tag tag, Digest digest, String reason, long bytes, boolean isReported) {
    public GoingTag {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(tag);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(reason);
    }
}
