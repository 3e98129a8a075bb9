package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.Limits;
import dev.moorage.storage.s3.request.ObjectSettings;
import dev.moorage.storage.s3.request.SignedDeletes;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.driver.StripedLocks;
import dev.moorage.storage.spi.io.PartBuffers;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A simulated store, and drivers that open it as replicas do. */
final class SimulatedStore {
    /** Limits that match {@link StoreRules#SMALL}. */
    static final Limits SMALL = new Limits(4096, 1 << 20, 400, 8192, 16_384, 32_768, 4);

    static final Limits REAL = new Limits(
            Limits.SMALLEST_PART,
            Limits.LARGEST_PART,
            Limits.MOST_PARTS,
            8 * Limits.MIB,
            32 * Limits.MIB,
            32 * Limits.MIB,
            100);

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret"));

    private final SimulatedS3 s3;
    private final Limits limits;
    private final CommitMode commit;
    private final Checksums checksums;
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final StripedLocks locks = new StripedLocks(S3Drivers.LOCKS);
    private final PartBuffers parts =
            new PartBuffers(new TransferBuffers(1 << 20, 64), 64 << 20, System.getProperty("java.io.tmpdir"));

    SimulatedStore(SimulatedS3 s3, Limits limits, CommitMode commit, Checksums checksums) {
        this.s3 = s3;
        this.limits = limits;
        this.commit = commit;
        this.checksums = checksums;
    }

    /** Creates a store with small parts. */
    static SimulatedStore small(CommitMode commit) {
        return new SimulatedStore(new SimulatedS3(StoreRules.SMALL), SMALL, commit, Checksums.WHEN_SUPPORTED);
    }

    /** Creates a store with small parts and with the given rules. */
    static SimulatedStore small(CommitMode commit, StoreRules rules) {
        return new SimulatedStore(new SimulatedS3(rules), SMALL, commit, Checksums.WHEN_REQUIRED);
    }

    /** Returns the pauses between the driver's attempts to reach the store at start. */
    List<Duration> pauses() {
        return pauses;
    }

    SimulatedS3 s3() {
        return s3;
    }

    /** Returns the number of bytes of memory that parts use now. */
    long partsInMemory() {
        return parts.used();
    }

    S3StorageDriver open() throws IOException {
        return S3StorageDriver.open(clients(), setup(), pauses::add, (_, _) -> () -> {}, locks, context());
    }

    S3StorageDriver openReadOnly() throws IOException {
        return S3StorageDriver.openReadOnly(clients(), setup(), context());
    }

    private S3StorageDriver.Clients clients() {
        return new S3StorageDriver.Clients(s3, presigner(), signedDeletes(s3));
    }

    static SignedDeletes signedDeletes(SimulatedS3 s3) {
        return new SignedDeletes(s3.utilities(), CREDENTIALS, Region.US_EAST_1, new SimulatedHttp(s3));
    }

    private S3StorageDriver.Setup setup() {
        return new S3StorageDriver.Setup(
                "secret-bucket",
                Keys.below("/some/root/"),
                limits,
                ObjectSettings.OF_THE_BUCKET,
                checksums,
                parts,
                commit,
                s3.rules().has(Quirk.EQUAL_PARTS));
    }

    private static DriverContext context() {
        return DriverUnderTest.context();
    }

    private static S3Presigner presigner() {
        return S3Presigner.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
    }
}
