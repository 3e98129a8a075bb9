package dev.moorage.domain.garbage;

import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Objects;

/** What has left a repository by one round of a collector, or by one request of a client: ADR 53. */
public record TrashRecord(RepositoryName repository, By by, List<Trashed> content) {
    /** The greatest number of things that one record names. */
    public static final int MOST = 1000;

    /** What has taken the content out of the repository. */
    public enum By {
        /** A collector: nothing needed the content. A manifest that needs it puts it back. */
        COLLECTOR,
        /** A request of a client. Only an operator puts it back. */
        CLIENT
    }

    public TrashRecord {
        Objects.requireNonNull(repository);
        Objects.requireNonNull(by);
        content = List.copyOf(content);
    }
}
