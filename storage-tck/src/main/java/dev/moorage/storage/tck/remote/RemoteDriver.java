package dev.moorage.storage.tck.remote;

import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageLimits;
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
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The driver of another process. It presigns nothing, since a URL depends on no process. */
final class RemoteDriver implements StorageDriver {
    private final Connection connection;

    RemoteDriver(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return connection.call(Call.STAT, key, out -> Wire.key(out, key), in -> optional(in, Wire::info));
    }

    private static <T> Optional<T> optional(DataInputStream in, Wire.Reads<T> value) throws IOException {
        return in.readBoolean() ? Optional.of(value.from(in)) : Optional.empty();
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return connection.call(
                Call.OPEN,
                key,
                out -> {
                    Wire.key(out, key);
                    Wire.range(out, range);
                },
                in -> optional(in, there -> new RemoteContent(connection, there.readInt(), Wire.info(there))));
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        return connection.call(
                Call.PUT,
                key,
                out -> {
                    Wire.key(out, key);
                    Wire.bytes(out, content);
                    Wire.condition(out, condition);
                    Wire.text(out, durability.name());
                },
                in -> new ObjectVersion(Wire.text(in)));
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        connection.call(
                Call.DELETE,
                key,
                out -> {
                    Wire.key(out, key);
                    Wire.condition(out, condition);
                    Wire.text(out, durability.name());
                },
                in -> true);
    }

    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        return connection.call(
                Call.DELETE_WHILE,
                guard.key(),
                out -> {
                    Wire.guard(out, guard);
                    Wire.keys(out, keys);
                    Wire.text(out, durability.name());
                },
                RemoteDriver::outcomes);
    }

    private static Map<ObjectKey, DeleteOutcome> outcomes(DataInputStream in) throws IOException {
        Map<ObjectKey, DeleteOutcome> outcomes = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            outcomes.put(Wire.key(in), DeleteOutcome.valueOf(Wire.text(in)));
        }
        return outcomes;
    }

    @Override
    public DeleteFence deleteFence() {
        return connection.plain(Call.DELETE_FENCE, out -> {}, in -> DeleteFence.valueOf(Wire.text(in)));
    }

    @Override
    public void sync(ObjectKey key) throws IOException {
        connection.call(Call.SYNC, key, out -> Wire.key(out, key), in -> true);
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return connection.call(
                Call.LIST,
                prefix,
                out -> {
                    Wire.key(out, prefix);
                    Wire.options(out, options);
                },
                Wire::page);
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return connection.call(
                Call.STAGE,
                request.area(),
                out -> Wire.request(out, request),
                in -> optional(in, there -> new RemoteStagedObject(connection, request.area(), there.readInt())));
    }

    @Override
    public Optional<URI> presign(PresignRequest request) {
        return Optional.empty();
    }

    @Override
    public HealthStatus check() {
        String reason = connection.plain(Call.CHECK, out -> {}, Wire::text);
        return reason.isEmpty() ? new HealthStatus.Healthy() : new HealthStatus.Unhealthy(reason);
    }

    @Override
    public StorageLimits limits() {
        return connection.plain(Call.LIMITS, out -> {}, in -> new StorageLimits(in.readLong(), in.readInt()));
    }

    @Override
    public void close() {
        // The other process closes its driver when it ends.
    }
}
