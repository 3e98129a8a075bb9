package dev.moorage.bootstrap.wiring;

import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.cache.UseCaseStack;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.service.browse.BrowseServices;
import dev.moorage.application.service.garbage.DescribeStorageService;
import dev.moorage.bootstrap.section.GarbageConfig;
import dev.moorage.bootstrap.section.HttpConfig;
import dev.moorage.bootstrap.section.PageConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.http.page.BrowseEndpoint;
import dev.moorage.http.page.PageEndpoints;
import dev.moorage.http.page.PageFiles;
import dev.moorage.http.page.PageSource;
import dev.moorage.http.page.ServedPage;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.web.PageResource;
import java.time.InstantSource;
import java.util.Optional;

/** The page for browsers. Nothing of it is made before the first request to it. */
final class PageModule extends FeatureModule {
    PageModule() {
        super(PageConfig.SECTION);
    }

    @Provides
    @Singleton
    static Optional<ServedPage> page(PageConfig configuration, Provider<PageEndpoints> endpoints) {
        return configuration.enabled()
                ? Optional.of(new ServedPage(configuration.path(), endpoints::get))
                : Optional.empty();
    }

    @Provides
    @Singleton
    static PageEndpoints endpoints(
            PageConfig configuration,
            HttpConfig http,
            WritesConfig writes,
            GarbageConfig garbage,
            UseCaseStack useCases,
            StorageDriver storage,
            MemoryBudget memory,
            InstantSource clock) {
        PageSource source =
                new PageSource(PageResource.DOCUMENT.read(), PageResource.SCRIPT.read(), PageResource.STYLE.read());
        boolean isReadOnly = writes.readOnly();
        DescribeStorageService collections = new DescribeStorageService(storage, isReadOnly, garbage.enabled());
        return new PageEndpoints(
                new PageFiles(source, configuration.path(), http.prefix() + "v2/"),
                new BrowseEndpoint(
                        BrowseServices.over(
                                useCases,
                                storage,
                                memory,
                                collections,
                                garbage.request().repositories().trash(),
                                clock,
                                System::nanoTime),
                        version(),
                        isReadOnly));
    }

    private static String version() {
        return Optional.ofNullable(PageModule.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }
}
