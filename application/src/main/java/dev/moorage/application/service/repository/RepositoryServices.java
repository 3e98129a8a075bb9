package dev.moorage.application.service.repository;

import dev.moorage.application.layout.Links;
import dev.moorage.application.port.in.browse.FindRepositories;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.storage.spi.StorageDriver;
import java.util.function.LongSupplier;

/** Wires the use cases that list. */
public final class RepositoryServices {
    private RepositoryServices() {}

    /**
     * Returns the use cases over one storage driver.
     *
     * @param mostEntries the greatest number of repositories on a page, whatever the client requests
     * @param positions seal where a list continues, if the caller may not see that name
     */
    public static RepositoryUseCases over(StorageDriver storage, int mostEntries, SealedPositions positions) {
        Catalog catalog = Catalog.withContent(storage);
        return new RepositoryUseCases(
                new ListTagsService(new RepositoryTags(storage, new Links(storage)), catalog),
                new ListRepositoriesService(catalog, mostEntries, positions, WalkLimit.OF_A_REQUEST));
    }

    /**
     * Returns the search for repositories.
     *
     * @param nanoTime the time of a monotonic clock in nanoseconds
     */
    public static FindRepositories finding(StorageDriver storage, LongSupplier nanoTime) {
        return new FindRepositoriesService(
                Catalog.withContent(storage), new TaggedRepositories(storage, nanoTime), nanoTime);
    }
}
