package dev.moorage.storage.s3;

import dev.moorage.storage.s3.client.S3Clients;
import dev.moorage.storage.s3.client.S3Config;
import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.Limits;
import dev.moorage.storage.s3.request.ObjectSettings;
import dev.moorage.storage.s3.request.S3Exceptions;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.driver.StripedLocks;
import dev.moorage.storage.spi.io.PartBuffers;
import dev.moorage.storage.spi.io.Pausing;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Creates a driver from a configuration. */
final class S3Drivers {
    /** The number of locks for stores that evaluate no conditions. */
    static final int LOCKS = 256;

    private S3Drivers() {}

    static StorageDriver open(S3Config config, DriverContext context) throws IOException {
        return open(
                config,
                clients -> S3StorageDriver.open(
                        clients,
                        setup(config, context),
                        Pausing::sleep,
                        BucketLease::set,
                        new StripedLocks(LOCKS),
                        context));
    }

    static StorageDriver openReadOnly(S3Config config, DriverContext context) throws IOException {
        return open(config, clients -> S3StorageDriver.openReadOnly(clients, setup(config, context), context));
    }

    private interface Opening {
        StorageDriver open(S3StorageDriver.Clients clients) throws IOException;
    }

    private static StorageDriver open(S3Config config, Opening opening) throws IOException {
        S3StorageDriver.Clients clients;
        try {
            S3Clients created = new S3Clients(config, System.getenv());
            S3Client client = created.client();
            clients = new S3StorageDriver.Clients(client, created.presigner(), created.signedDeletes(client));
        } catch (SdkException e) {
            throw S3Exceptions.translated("opening the store", e);
        }
        try {
            return opening.open(clients);
        } catch (IOException e) {
            clients.close();
            throw e;
        }
    }

    static S3StorageDriver.Setup setup(S3Config config, DriverContext context) {
        return new S3StorageDriver.Setup(
                Objects.requireNonNull(config.bucket()),
                Keys.below(Objects.requireNonNull(config.rootdirectory())),
                limits(config),
                settings(config),
                S3Config.WHEN_SUPPORTED.equals(config.checksums()) ? Checksums.WHEN_SUPPORTED : Checksums.WHEN_REQUIRED,
                new PartBuffers(
                        context.memory(),
                        Objects.requireNonNull(config.partsmemory()),
                        Objects.requireNonNull(config.spooldirectory())),
                S3Config.REFERENCE.equals(config.commit()) ? CommitMode.REFERENCE : CommitMode.COPY,
                Boolean.TRUE.equals(config.equalparts()));
    }

    private static Limits limits(S3Config config) {
        return new Limits(
                Limits.SMALLEST_PART,
                Limits.LARGEST_PART,
                Limits.MOST_PARTS,
                Objects.requireNonNull(config.chunksize()),
                Objects.requireNonNull(config.multipartcopychunksize()),
                Objects.requireNonNull(config.multipartcopythresholdsize()),
                Objects.requireNonNull(config.multipartcopymaxconcurrency()));
    }

    private static ObjectSettings settings(S3Config config) {
        Optional<String> keyId = given(config.keyid());
        Optional<ServerSideEncryption> encryption = !Boolean.TRUE.equals(config.encrypt())
                ? Optional.empty()
                : Optional.of(keyId.isPresent() ? ServerSideEncryption.AWS_KMS : ServerSideEncryption.AES256);
        return new ObjectSettings(
                encryption,
                keyId,
                given(config.storageclass())
                        .filter(name -> !name.equals("NONE"))
                        .map(StorageClass::fromValue),
                given(config.objectacl()).map(name -> ObjectCannedACL.fromValue(name.toLowerCase(Locale.ROOT))));
    }

    private static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
