package dev.moorage.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.repository.RepositoryServices;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.section.CatalogConfig;
import dev.moorage.bootstrap.section.ManifestsConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.UploadsConfig;
import dev.moorage.domain.digest.PortableHashing;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.StorageDriver;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds the use cases. */
public final class ApplicationModule extends AbstractModule {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationModule.class);

    /** How long a client may send or take nothing of a manifest while other requests wait for the memory that it holds. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    @Provides
    @Singleton
    static PortableHashing hashing() {
        PortableHashing hashing = PortableHashing.detect();
        if (!hashing.isAvailable()) {
            LOG.warn("This Java runtime does not give the state of a hash: an upload that goes on in another process is"
                    + " read once more");
        }
        return hashing;
    }

    @Provides
    @Singleton
    static TokenSecrets secrets(Configuration configuration) {
        UploadsConfig uploads = configuration.get(UploadsConfig.class);
        if (!uploads.secrets().isEmpty()) {
            return new TokenSecrets(uploads.secrets());
        }
        LOG.warn("http.secret is not set: uploads do not survive a restart, and there can be one replica only");
        byte[] secret = new byte[TokenSecrets.MIN_BYTES];
        new SecureRandom().nextBytes(secret);
        return new TokenSecrets(List.of(secret));
    }

    @Provides
    @Singleton
    static UploadUseCases uploads(
            StorageDriver storage, TokenSecrets secrets, PortableHashing hashing, InstantSource clock) {
        return UploadServices.over(storage, secrets, hashing, () -> new UploadId(UUID.randomUUID()), clock);
    }

    @Provides
    @Singleton
    static PurgeUploads purge(StorageDriver storage, InstantSource clock) {
        return UploadServices.purge(storage, clock);
    }

    @Provides
    @Singleton
    static BlobUseCases blobs(StorageDriver storage, Configuration configuration) {
        return BlobServices.over(storage, configuration.get(StorageConfig.class).redirects());
    }

    @Provides
    @Singleton
    static MemoryBudget manifestMemory(Configuration configuration) {
        ManifestsConfig manifests = configuration.get(ManifestsConfig.class);
        return new MemoryBudget(manifests.memoryBytes(), manifests.patience(), SILENCE);
    }

    @Provides
    @Singleton
    static ManifestUseCases manifests(StorageDriver storage, Configuration configuration, MemoryBudget memory) {
        return ManifestServices.over(storage, configuration.get(ManifestsConfig.class).policy(), memory);
    }

    @Provides
    @Singleton
    static RepositoryUseCases repositories(StorageDriver storage, Configuration configuration) {
        return RepositoryServices.over(storage, configuration.get(CatalogConfig.class).maxEntries());
    }
}
