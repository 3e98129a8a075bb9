package dev.moorage.storage.spi;

import dev.moorage.storage.spi.object.ByteRange;
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
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.ForwardingStagedObject;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A storage driver whose calls go through an interceptor, including the calls of its staged objects. The content of an
 * object is returned as the driver opened it, so a direct transfer from a file to a socket remains possible.
 */
public final class InterceptedStorageDriver extends ForwardingStorageDriver {
    private final StorageDriver driver;
    private final StorageInterceptor interceptor;

    public InterceptedStorageDriver(StorageDriver driver, StorageInterceptor interceptor) {
        this.driver = driver;
        this.interceptor = interceptor;
    }

    @Override
    protected StorageDriver delegate() {
        return driver;
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return interceptor.around(StorageCall.STAT, key, () -> driver.stat(key));
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return interceptor.around(StorageCall.OPEN, key, () -> driver.open(key, range));
    }

    @Override
    public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws IOException {
        return interceptor.around(StorageCall.PUT, key, () -> driver.put(key, content, condition, durability));
    }

    @Override
    public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
        interceptor.around(StorageCall.DELETE, key, () -> {
            driver.delete(key, condition, durability);
            return true;
        });
    }

    @Override
    public Map<ObjectKey, DeleteOutcome> deleteWhile(DeleteGuard guard, Set<ObjectKey> keys, Durability durability)
            throws IOException {
        return interceptor.around(
                StorageCall.DELETE_WHILE, guard.key(), () -> driver.deleteWhile(guard, keys, durability));
    }

    @Override
    public void sync(ObjectKey key) throws IOException {
        interceptor.around(StorageCall.SYNC, key, () -> {
            driver.sync(key);
            return true;
        });
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return interceptor.around(StorageCall.LIST, prefix, () -> driver.list(prefix, options));
    }

    @Override
    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return interceptor
                .around(StorageCall.STAGE, request.area(), () -> driver.stage(request))
                .map(staged -> new Staged(staged, request.area()));
    }

    @Override
    public Optional<URI> presign(PresignRequest request) throws IOException {
        return interceptor.around(StorageCall.PRESIGN, request.key(), () -> driver.presign(request));
    }

    private final class Staged extends ForwardingStagedObject {
        private final StagedObject staged;
        private final ObjectKey area;

        Staged(StagedObject staged, ObjectKey area) {
            this.staged = staged;
            this.area = area;
        }

        @Override
        protected StagedObject delegate() {
            return staged;
        }

        @Override
        public Appended append(BodySource source) throws IOException {
            return interceptor.around(StorageCall.APPEND, area, () -> staged.append(source));
        }

        @Override
        public void truncate(long size) throws IOException {
            interceptor.around(StorageCall.TRUNCATE, area, () -> {
                staged.truncate(size);
                return true;
            });
        }

        @Override
        public Optional<ObjectContent> read(ByteRange range) throws IOException {
            return interceptor.around(StorageCall.READ, area, () -> staged.read(range));
        }

        @Override
        public Sealed seal() throws IOException {
            return interceptor.around(StorageCall.SEAL, area, staged::seal);
        }

        @Override
        public Published publish(Sealed sealed, ObjectKey target) throws IOException {
            return interceptor.around(StorageCall.PUBLISH, area, () -> staged.publish(sealed, target));
        }

        @Override
        public void discard() throws IOException {
            interceptor.around(StorageCall.DISCARD, area, () -> {
                staged.discard();
                return true;
            });
        }
    }
}
