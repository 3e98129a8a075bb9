package dev.moorage.application.service.browse;

import dev.moorage.application.cache.UseCaseStack;
import dev.moorage.application.layout.Links;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.browse.BrowseUseCases;
import dev.moorage.application.port.in.browse.DescribeStorage;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.application.service.repository.RepositoryServices;
import dev.moorage.storage.spi.StorageDriver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Wires the use cases of the page. */
public final class BrowseServices {
    private BrowseServices() {}

    /**
     * Returns the use cases over those of clients, which know what a repository has.
     *
     * @param memory the budget for configurations that are read
     * @param trash how long the trash keeps what has left a repository
     * @param nanoTime the time of a monotonic clock in nanoseconds
     */
    public static BrowseUseCases over(
            UseCaseStack clients,
            StorageDriver driver,
            MemoryBudget memory,
            DescribeStorage storage,
            Duration trash,
            InstantSource clock,
            LongSupplier nanoTime) {
        GetManifest get = clients.manifests().get();
        ListTags tags = clients.repositories().tags();
        Links links = new Links(driver);
        FactsReader reader = new FactsReader(get, clients.blobs().get(), memory);
        RepositoryFacts facts = new RepositoryFacts(get, reader);
        return new BrowseUseCases(
                RepositoryServices.finding(driver, nanoTime),
                new BrowseTagsService(tags, links, facts),
                new DescribeImageService(get, tags, links, clients.manifests().referrers(), facts),
                new SurveyRepositoryService(new SurveyWalk(driver, tags, reader), reader, links, clock),
                storage,
                new ListRemovedService(new Trash(driver), trash));
    }
}
