package dev.moorage.storage.memory;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** One writer of a staging area. It checks the fence before each change, under the store's monitor. */
final class InMemoryStagedObject implements StagedObject {
    private static final int BUFFER = 8 * 1024;

    private final InMemoryStore store;
    private final ObjectKey key;
    private final long generation;
    private final StagingArea area;
    private boolean published;

    InMemoryStagedObject(InMemoryStore store, ObjectKey key, StagingArea area) {
        this.store = store;
        this.key = key;
        this.area = area;
        this.generation = area.generation();
    }

    @Override
    public long size() {
        synchronized (store) {
            return area.size();
        }
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (true) {
            int count;
            try {
                count = source.read(buffer.clear());
            } catch (IOException e) {
                return new Appended(requireWritable().size(), Optional.of(e));
            }
            if (count < 0) {
                return new Appended(requireWritable().size(), Optional.empty());
            }
            synchronized (store) {
                requireWritable().append(buffer.array(), count);
            }
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (store) {
            requireWritable().truncate((int) size);
        }
    }

    private StagingArea requireWritable() throws StagingFencedException {
        synchronized (store) {
            if (requireMine().isSealed()) {
                throw new StagingFencedException(key);
            }
            return area;
        }
    }

    private StagingArea requireMine() throws StagingFencedException {
        if (store.areas.get(key) != area || !area.isHeldBy(generation)) {
            throw new StagingFencedException(key);
        }
        return area;
    }

    @Override
    public StagedState state() {
        return new StagedState("memory");
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) {
        synchronized (store) {
            byte[] content = area.content();
            ObjectInfo info = new ObjectInfo(key, content.length, new ObjectVersion("g" + generation), Instant.EPOCH);
            return Optional.of(new InMemoryContent(info, content, range));
        }
    }

    @Override
    public Sealed seal() throws IOException {
        synchronized (store) {
            requireMine().seal();
            return new Sealed(area.size());
        }
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return true;
    }

    @Override
    public Published publish(Sealed sealed, ObjectKey target) throws IOException {
        synchronized (store) {
            InMemoryStore.StoredObject present = store.objects.get(target);
            if (!published) {
                if (!requireMine().isSealed() || area.size() != sealed.size()) {
                    throw new StagingFencedException(key);
                }
                store.areas.remove(key);
                published = true;
            }
            if (present != null && present.content().length == sealed.size()) {
                return Published.ALREADY_THERE;
            }
            store.objects.put(target, store.stored(area.content()));
            return Published.CREATED;
        }
    }

    @Override
    public void discard() {
        synchronized (store) {
            if (store.areas.get(key) == area && area.isHeldBy(generation)) {
                store.areas.remove(key);
            }
        }
    }

    @Override
    public void close() {
        // Nothing to release.
    }
}
