package dev.moorage.application.service.garbage;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.Optional;

/** A driver whose reads keep to the pace of a collection. */
final class PacedReads extends ForwardingStorageDriver {
    private final StorageDriver storage;
    private final Pace pace;

    PacedReads(StorageDriver storage, Pace pace) {
        this.storage = storage;
        this.pace = pace;
    }

    @Override
    protected StorageDriver delegate() {
        return storage;
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        pace.take(1);
        return super.stat(key);
    }

    @Override
    public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        pace.take(1);
        return super.open(key, range);
    }

    @Override
    public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        pace.take(1);
        return super.list(prefix, options);
    }
}
