package dev.moorage.application.port.in.browse;

import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.name.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of the trash, in the order of repositories.
 *
 * @param next the text after which the next page begins. Empty on the last page
 * @param unknown the number of records of the page that another version has written, or that are damaged
 */
public record RemovedContent(List<Removal> removals, Optional<String> next, int unknown) {
    public RemovedContent {
        removals = List.copyOf(removals);
        Objects.requireNonNull(next);
    }

    /**
     * What one request of a client or one round of a collector has taken out of a repository.
     *
     * @param references the tags and the digests of manifests, of which a part is given where there are many
     * @param manifests the number of manifests
     * @param tags the number of tags
     * @param blobs the number of links to blobs
     * @param since when it left the repository, by the store's clock
     * @param expires after this time it cannot be put back. It may be there until the next collection
     */
    public record Removal(
            RepositoryName repository,
            By by,
            List<String> references,
            int manifests,
            int tags,
            int blobs,
            Instant since,
            Instant expires) {
        public Removal {
            Objects.requireNonNull(repository);
            Objects.requireNonNull(by);
            references = List.copyOf(references);
            Objects.requireNonNull(since);
            Objects.requireNonNull(expires);
        }
    }
}
