package dev.moorage.bootstrap.wiring;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.port.in.upload.EndUpload;
import dev.moorage.application.port.in.upload.PurgeUploads;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.port.in.upload.WalkUploads;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.policy.WritePolicy;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.bootstrap.section.PurgingConfig;
import dev.moorage.bootstrap.section.UploadsConfig;
import dev.moorage.bootstrap.section.WritesConfig;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads, and the periodic purge of abandoned ones. */
final class UploadsModule extends FeatureModule {
    private static final Logger LOG = LoggerFactory.getLogger(UploadsModule.class);

    UploadsModule() {
        super(UploadsConfig.SECTION, PurgingConfig.SECTION);
    }

    @Provides
    @Singleton
    static PortableHashing hashing() {
        PortableHashing hashing = PortableHashing.detect();
        if (!hashing.isAvailable()) {
            LOG.warn(
                    "This Java runtime does not expose the state of a hash: an upload that continues in another process"
                            + " is read once more");
        }
        return hashing;
    }

    @Provides
    @Singleton
    static HttpSecrets secrets(UploadsConfig configuration) {
        return HttpSecrets.of(configuration);
    }

    @Provides
    @Singleton
    static UploadUseCases uploads(
            StorageDriver storage,
            Docket docket,
            UploadsConfig configuration,
            HttpSecrets secrets,
            PortableHashing hashing,
            ComputePool computing,
            InstantSource clock,
            WritePolicy policy,
            RegistryEvents events) {
        // Here and not where the secrets are made, so that a start whose storage does not open says only that.
        if (configuration.secrets().isEmpty()) {
            LOG.warn("http.secret is not set: uploads do not survive a restart, and there can be one replica only");
        }
        return policy.uploads(UploadServices.over(
                storage,
                docket,
                new TokenSecrets(secrets.bytes()),
                hashing,
                computing,
                () -> new UploadId(UUID.randomUUID()),
                clock,
                events));
    }

    @Provides
    @Singleton
    static PurgeUploads purge(StorageDriver storage, InstantSource clock) {
        return UploadServices.purge(storage, clock);
    }

    @Provides
    @Singleton
    static WalkUploads walk(StorageDriver storage) {
        return UploadServices.walk(storage);
    }

    /** For commands. A server ends uploads by the use cases that know its writers. */
    @Provides
    @Singleton
    static EndUpload end(StorageDriver storage, HttpSecrets secrets, InstantSource clock) {
        return UploadServices.end(storage, new TokenSecrets(secrets.bytes()), clock);
    }

    @ProvidesIntoSet
    static PeriodicTask purging(
            PurgingConfig configuration, WritesConfig writes, PurgeUploads uploads, RegistryEvents events) {
        return new UploadPurging(configuration, uploads, writes.readOnly(), events);
    }
}
