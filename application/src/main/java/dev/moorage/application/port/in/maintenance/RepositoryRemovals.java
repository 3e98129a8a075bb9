package dev.moorage.application.port.in.maintenance;

import java.time.Duration;
import java.util.Objects;

/**
 * What a collection takes out of repositories. All of it is in the trash first.
 *
 * @param links whether links to blobs leave that no manifest of the repository names, and entries of referrers whose manifest
 *     is gone
 * @param untagged whether manifests leave that no tag names, no index contains, and that are no referrer of a manifest that
 *     is there
 * @param trash the age, by the store's clock, from which a record of the trash is deleted
 */
public record RepositoryRemovals(boolean links, boolean untagged, Duration trash) {
    /** Repositories stay as they are, and the trash stays for a week. */
    public static final RepositoryRemovals NONE = new RepositoryRemovals(false, false, Duration.ofDays(7));

    public RepositoryRemovals {
        Objects.requireNonNull(trash);
    }

    /** Returns whether repositories have to be read at all. */
    public boolean areAny() {
        return links || untagged;
    }
}
