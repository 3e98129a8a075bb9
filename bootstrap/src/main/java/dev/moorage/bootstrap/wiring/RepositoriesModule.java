package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.service.repository.RepositoryServices;
import dev.moorage.application.service.repository.SealedPositions;
import dev.moorage.bootstrap.section.CatalogConfig;
import dev.moorage.storage.spi.StorageDriver;

/** The lists of repositories and of tags. */
final class RepositoriesModule extends FeatureModule {
    RepositoriesModule() {
        super(CatalogConfig.SECTION);
    }

    @Provides
    @Singleton
    static RepositoryUseCases repositories(StorageDriver storage, CatalogConfig configuration, HttpSecrets secrets) {
        return RepositoryServices.over(storage, configuration.maxEntries(), new SealedPositions(secrets.bytes()));
    }
}
