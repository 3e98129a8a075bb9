package dev.moorage.storage.azure;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobStorageException;
import dev.moorage.storage.azure.client.PlatformThreadTokens;
import dev.moorage.storage.azure.client.Settings;
import dev.moorage.storage.azure.object.AzureTransfers;
import dev.moorage.storage.azure.object.BlobObjects;
import dev.moorage.storage.azure.object.Copies;
import dev.moorage.storage.azure.request.AzureExceptions;
import dev.moorage.storage.azure.request.BlobNames;
import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.azure.staging.AzureStagedObject;
import dev.moorage.storage.azure.staging.Staging;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageLimits;
import dev.moorage.storage.spi.driver.CachedHealth;
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
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Stores objects as block blobs of one container, under the names that Distribution's driver uses. The service evaluates all
 * conditions, so any number of processes may share a container.
 */
final class AzureStorageDriver implements StorageDriver {
    private static final int MOST_BLOCKS_IN_FLIGHT = 64;
    private static final Duration HEALTH_REUSE = Duration.ofSeconds(5);

    private final Settings settings;
    private final BlobObjects objects;
    private final Listing listing;
    private final Presigning presigning;
    private final BlobRequests requests;
    private final BlobNames names;
    private final CachedHealth health;
    private final AzureTransfers transfers;
    private final Optional<GuardedDeletes> guarded;
    private final Optional<PlatformThreadTokens> tokens;

    AzureStorageDriver(
            Connection.Connected connected,
            Settings settings,
            PartBuffers buffers,
            InstantSource clock,
            Pausing pausing) {
        this.settings = settings;
        this.tokens = connected.tokens();
        BlobContainerClient container = connected.container();
        this.names = new BlobNames(settings.root());
        this.requests = new BlobRequests(
                container.getHttpPipeline(),
                container.getBlobContainerUrl(),
                container.getServiceVersion().getVersion());
        this.objects = new BlobObjects(requests, names);
        this.listing = new Listing(container, names);
        this.presigning =
                new Presigning(container, objects, names, connected.signer(), settings.redirectEndpoint(), clock);
        this.health = new CachedHealth(clock, HEALTH_REUSE, this::requireContainer);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        this.guarded =
                connected.signer().map(signer -> new GuardedDeletes(container, requests, names, signer, threads));
        this.transfers = new AzureTransfers(
                requests,
                objects,
                names,
                new Copies(requests, settings, pausing),
                settings,
                buffers,
                threads,
                new Semaphore(MOST_BLOCKS_IN_FLIGHT));
    }

    /**
     * Asks the store whether the container can be used.
     *
     * @throws IOException when it cannot
     */
    void requireContainer() throws IOException {
        requests.requireContainer(names.nothing());
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return objects.stat(key);
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return objects.open(key, range);
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        return objects.put(key, content, condition);
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        objects.delete(key, condition);
    }

    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        return guarded.orElseThrow(() ->
                        new UnsupportedOperationException("the credentials cannot sign deletes that end at a time"))
                .delete(guard, keys);
    }

    @Override
    public DeleteFence deleteFence() {
        return guarded.isPresent() ? DeleteFence.REWRITE : DeleteFence.NONE;
    }

    @Override
    public void sync(ObjectKey key) {
        // The store has made durable what a reader sees.
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        try {
            return listing.page(prefix, options);
        } catch (BlobStorageException e) {
            throw AzureExceptions.refused("List Blobs", e);
        } catch (RuntimeException e) {
            throw AzureExceptions.unanswered("List Blobs", e);
        }
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) {
        return switch (request) {
            case StagingRequest.Begin begin -> Optional.of(staged(begin, Staging.begin(begin.target()), true));
            case StagingRequest.Reopen reopen ->
                Staging.of(reopen.state()).map(staging -> staged(reopen, staging, false));
            case StagingRequest.Recover _ -> Optional.empty(); // Uncommitted blocks are listed for no area.
        };
    }

    private StagedObject staged(StagingRequest request, Staging staging, boolean begun) {
        return new AzureStagedObject(request.area(), request.generation(), staging, begun, transfers);
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
        return new StorageLimits(0, settings.wholePut());
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public void close() {
        transfers.threads().shutdownNow();
        tokens.ifPresent(PlatformThreadTokens::close);
    }
}
