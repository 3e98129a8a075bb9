package dev.moorage.application.port.in.live;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Optional;

/** Reads the uploads that lie in the storage, those of servers that are gone too. It costs a request to the store for each. */
public interface ScanUploads {
    /**
     * Returns one page of uploads that have not ended. An upload under way is as {@link ListLiveUploads} has it, and any other one is
     * idle. The costs of a page are bounded, so that it may be empty although another one follows.
     *
     * @param repository the repository to read, to which the caller may push. Empty for all, which needs the right to list them
     * @param after the {@code next} of an earlier page, or empty for the first page
     * @param limit the most entries, 1 or more. The use case has its own upper bound
     * @throws dev.moorage.domain.error.RegistryException {@code DENIED}
     * @throws IOException storage failed
     */
    ScannedUploads scan(Caller caller, Optional<RepositoryName> repository, Optional<String> after, int limit)
            throws IOException;
}
