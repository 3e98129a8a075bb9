package dev.moorage.storage.s3;

import dev.moorage.storage.s3.object.Completion;
import dev.moorage.storage.s3.object.GuardedDeletes;
import dev.moorage.storage.s3.object.ObjectWrites;
import dev.moorage.storage.s3.object.SegmentCompletion;
import dev.moorage.storage.s3.object.StoredObjects;
import dev.moorage.storage.s3.object.WholeObjects;
import dev.moorage.storage.s3.probe.StoreProbe;
import dev.moorage.storage.s3.probe.StoreTraits;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.Limits;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.ObjectSettings;
import dev.moorage.storage.s3.request.Retries;
import dev.moorage.storage.s3.request.SignedDeletes;
import dev.moorage.storage.s3.request.Transfers;
import dev.moorage.storage.s3.staging.Commit;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.s3.staging.CopyCommit;
import dev.moorage.storage.s3.staging.ReferenceCommit;
import dev.moorage.storage.s3.staging.Staging;
import dev.moorage.storage.s3.staging.StagingCleanup;
import dev.moorage.storage.s3.staging.StagingListing;
import dev.moorage.storage.s3.staging.StagingMarkers;
import dev.moorage.storage.s3.staging.StagingServices;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageLimits;
import dev.moorage.storage.spi.driver.CachedHealth;
import dev.moorage.storage.spi.driver.StripedLocks;
import dev.moorage.storage.spi.io.PartBuffers;
import dev.moorage.storage.spi.io.Pausing;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.DeleteOutcome;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.PresignRequest;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Stores objects in a bucket, in the layout of Distribution's S3 driver. Every write that the store confirms survives a
 * power cut. Several processes may share a bucket whose store evaluates conditional writes.
 */
public final class S3StorageDriver implements StorageDriver {
    private static final int LARGEST_WHOLE_PUT = (int) (8 * Limits.MIB);
    private static final int MOST_TRANSFERS = 128;
    private static final Duration HEALTH_REUSE = Duration.ofSeconds(5);
    private static final Retries RETRIES = new Retries(Duration.ofMillis(25));

    private final S3Client client;
    private final StoreTraits traits;
    private final Limits limits;
    private final StoredObjects objects;
    private final ObjectWrites writes;
    private final GuardedDeletes guarded;
    private final Listing listing;
    private final Staging staging;
    private final WholeObjects whole;
    private final Presigning presigning;
    private final CachedHealth health;
    private final AbandonedUploads abandoned;
    private final Closeable exclusion;
    private final Transfers transfers = new Transfers(MOST_TRANSFERS);

    /** The clients of the store, which the driver closes. */
    record Clients(S3Client client, S3Presigner presigner, SignedDeletes deletes) {
        void close() {
            deletes.close();
            presigner.close();
            client.close();
        }
    }

    /** The settings and services of a driver, in addition to the clients. */
    record Setup(
            String bucket,
            Keys keys,
            Limits limits,
            ObjectSettings settings,
            Checksums checksums,
            PartBuffers parts,
            CommitMode commit,
            boolean equalParts) {}

    /**
     * Creates the driver.
     *
     * @param locks evaluates conditions when the store does not. All users of the bucket share one instance.
     */
    private S3StorageDriver(
            Clients clients,
            Setup setup,
            Bucket bucket,
            StoreTraits traits,
            Closeable exclusion,
            StripedLocks locks,
            DriverContext context) {
        this.client = clients.client();
        this.exclusion = exclusion;
        this.traits = traits;
        this.limits = setup.limits();
        Keys keys = setup.keys();
        this.whole = new WholeObjects(context.clock(), setup.commit() == CommitMode.COPY);
        this.objects = new StoredObjects(bucket, keys, whole);
        this.writes = new ObjectWrites(bucket, keys, objects, whole, traits.conditions(), locks, RETRIES);
        this.guarded = new GuardedDeletes(bucket, keys, objects, writes, clients.deletes());
        this.listing = new Listing(bucket, keys, objects, whole);
        this.presigning = new Presigning(clients.presigner(), setup.bucket(), keys, objects, whole);
        this.health = new CachedHealth(context.clock(), HEALTH_REUSE, bucket::require);
        this.abandoned = new AbandonedUploads(bucket.multipart(), keys, context.clock());
        Completion completion = new Completion(bucket.multipart(), objects, writes, traits.conditions(), RETRIES);
        StagingListing staged = new StagingListing(bucket, keys);
        StagingMarkers markers = new StagingMarkers(objects, writes);
        Commit commit = switch (setup.commit()) {
            case COPY -> new CopyCommit(bucket, keys, limits, transfers, traits, completion, RETRIES);
            case REFERENCE -> new ReferenceCommit(objects, writes, markers, staged, completion);
        };
        this.staging = new Staging(
                new StagingServices(
                        bucket,
                        bucket.multipart(),
                        new SegmentCompletion(bucket.multipart(), traits.parts()),
                        keys,
                        limits,
                        traits.parts(),
                        setup.parts(),
                        transfers,
                        commit,
                        completion),
                new StagingCleanup(bucket, keys, staged, markers, setup.commit() == CommitMode.REFERENCE));
    }

    /**
     * Opens a bucket.
     *
     * @param pausing waits between attempts while the store does not respond
     * @param rivals keeps other servers away when the store evaluates no conditions
     * @throws IOException when the bucket does not exist or is not writable, or when another server uses it exclusively
     */
    static S3StorageDriver open(
            Clients clients,
            Setup setup,
            Pausing pausing,
            SingleServerPolicy rivals,
            StripedLocks locks,
            DriverContext context)
            throws IOException {
        Bucket unknown = new Bucket(
                clients.client(), setup.bucket(), setup.settings(), setup.checksums(), ListingForm.V2_ENCODED);
        unknown.require();
        StoreTraits traits =
                new StoreProbe(unknown, clients.deletes(), setup.keys(), RETRIES, pausing).probe(setup.equalParts());
        Bucket bucket = unknown.with(traits.listing());
        Closeable exclusion = traits.conditions().put() ? () -> {} : rivals.exclude(bucket, setup.keys());
        S3StorageDriver driver = new S3StorageDriver(clients, setup, bucket, traits, exclusion, locks, context);
        driver.abandoned.start();
        return driver;
    }

    /**
     * Opens a bucket that is only read. The driver does not probe what the store supports, because the probe writes. It does
     * not exclude other servers, and it sweeps no abandoned uploads.
     *
     * @throws IOException when the bucket does not exist
     */
    static S3StorageDriver openReadOnly(Clients clients, Setup setup, DriverContext context) throws IOException {
        Bucket bucket = new Bucket(
                clients.client(), setup.bucket(), setup.settings(), setup.checksums(), ListingForm.V2_ENCODED);
        bucket.require();
        return new S3StorageDriver(
                clients, setup, bucket, StoreTraits.UNDECIDED, () -> {}, new StripedLocks(S3Drivers.LOCKS), context);
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return objects.stat(key).map(StoredObjects.Stored::info);
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return objects.open(key, range);
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        return writes.put(key, content, Map.of(), condition);
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        writes.delete(key, condition);
    }

    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        if (!traits.deletesEnd()) {
            throw new UnsupportedOperationException("the store does not refuse deletes that come late");
        }
        try {
            return guarded.delete(guard, keys);
        } finally {
            keys.forEach(whole::forget);
        }
    }

    @Override
    public DeleteFence deleteFence() {
        return traits.deletesEnd() ? DeleteFence.TIMED : DeleteFence.NONE;
    }

    @Override
    public void sync(ObjectKey key) {
        // The store has made durable what a reader sees.
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return listing.page(prefix, options);
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return staging.stage(request);
    }

    @Override
    public Optional<URI> presign(PresignRequest request) throws IOException {
        return presigning.presign(request);
    }

    @Override
    public HealthStatus check() {
        return health.check();
    }

    @Override
    public StorageLimits limits() {
        int wholePut = (int) Math.min(limits.chunk(), LARGEST_WHOLE_PUT);
        return new StorageLimits(limits.smallestPart(), wholePut);
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public void close() throws IOException {
        abandoned.close();
        guarded.close();
        transfers.close();
        presigning.close();
        try (client) {
            exclusion.close();
        }
    }
}
