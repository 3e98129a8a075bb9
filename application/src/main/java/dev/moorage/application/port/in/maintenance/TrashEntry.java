package dev.moorage.application.port.in.maintenance;

import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.name.RepositoryName;
import java.time.Instant;
import java.util.Objects;

/**
 * Something in the trash.
 *
 * @param since when it left the repository, by the store's clock
 */
public record TrashEntry(RepositoryName repository, Trashed content, By by, Instant since) {
    public TrashEntry {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(content);
        Objects.requireNonNull(by);
        Objects.requireNonNull(since);
    }
}
