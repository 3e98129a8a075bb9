package dev.moorage.application.service.repository;

import dev.moorage.application.layout.Links;
import dev.moorage.application.port.in.repository.ListRepositories;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.storage.spi.StorageDriver;

/** The use cases for listing, over one storage driver. */
public record RepositoryServices(ListTags tags, ListRepositories repositories) {
    /**
     * Wires the services.
     *
     * @param mostEntries the greatest number of entries of a page, whatever the client requests
     */
    public static RepositoryServices over(StorageDriver storage, int mostEntries) {
        Catalog catalog = Catalog.withContent(storage);
        return new RepositoryServices(
                new ListTagsService(new RepositoryTags(storage, new Links(storage)), catalog, mostEntries),
                new ListRepositoriesService(catalog, mostEntries));
    }
}
