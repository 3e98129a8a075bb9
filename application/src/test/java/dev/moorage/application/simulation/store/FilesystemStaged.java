package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
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

/** A writer that keeps the staged file open, and checks the fence before each write. */
final class FilesystemStaged implements StagedObject {
    private static final StagedState STATE = new StagedState("file");
    private static final int BUFFER = 8;

    private final Calls calls;
    private final FilesystemStore store;
    private final ObjectKey area;
    private final long generation;
    private final long fence;
    private final Content content;
    private int size;
    private Optional<Published> published = Optional.empty();

    FilesystemStaged(Calls calls, FilesystemStore store, ObjectKey area, long generation, long fence, Content content) {
        this.calls = calls;
        this.store = store;
        this.area = area;
        this.generation = generation;
        this.fence = fence;
        this.content = content;
        this.size = content.size();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (true) {
            Optional<IOException> broken = Optional.empty();
            int count = -1;
            try {
                count = source.read(ByteBuffer.wrap(buffer));
            } catch (IOException e) {
                broken = Optional.of(e);
            }
            if (count < 0) {
                calls.read("look at the fence", this::require);
                return new Appended(size, broken);
            }
            if (store.is(Weakness.WRITES_AFTER_SEAL)) {
                calls.read("look at the fence", this::require);
            }
            calls.write("write data", count, length -> write(buffer, length));
        }
    }

    private void write(byte[] bytes, int length) throws IOException {
        if (!store.is(Weakness.WRITES_AFTER_SEAL)) {
            require();
        }
        content.write(bytes, length, size);
        size += length;
        store.written(content);
    }

    private boolean require() throws StagingFencedException {
        if (!store.is(Weakness.IGNORES_FENCE)) {
            store.require(area, fence, generation, false);
        }
        return true;
    }

    @Override
    public void truncate(long newSize) throws IOException {
        calls.change("truncate data to " + newSize, () -> {
            require();
            Fence mine = store.fence(area).orElseThrow(() -> new StagingFencedException(area));
            if (newSize < mine.forced()) {
                store.fence(area, new Fence(fence, mine.generation(), false, (int) newSize, mine.boot()));
            }
            content.truncate((int) newSize);
            size = (int) Math.min(size, newSize);
            store.written(content);
            return true;
        });
    }

    @Override
    public StagedState state() {
        return STATE;
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        ObjectInfo info =
                new ObjectInfo(FilesystemStore.data(area), size, new ObjectVersion("g" + generation), Instant.EPOCH);
        return calls.read("open data", () -> Optional.of(new SimulatedContent(calls, info, content, range)));
    }

    @Override
    public Sealed seal() throws IOException {
        calls.change("begin to seal", () -> {
            Fence mine = store.fence(area)
                    .filter(there -> store.is(Weakness.IGNORES_FENCE)
                            || there.file() == fence && there.generation() == generation)
                    .orElseThrow(() -> new StagingFencedException(area));
            store.fence(area, new Fence(fence, generation, true, mine.forced(), mine.boot()));
            return true;
        });
        calls.change("force data", () -> {
            store.force(content);
            return true;
        });
        return calls.change("seal", () -> store.sealed(area, store.require(area, fence, generation, true), size));
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return true;
    }

    @Override
    public Published publish(Sealed sealed, ObjectKey target) throws IOException {
        store.witness().verified(area);
        if (published.isEmpty()) {
            published = Optional.of(calls.change("publish", () -> publishNow(sealed, target)));
        }
        return published.get();
    }

    private Published publishNow(Sealed sealed, ObjectKey target) throws IOException {
        Fence mine = store.require(area, fence, generation, true);
        if (mine.forced() != sealed.size()) {
            throw new IOException("what is sealed was not forced");
        }
        store.witness()
                .publishing(
                        area,
                        target,
                        sealed.size(),
                        store.get(target).map(stored -> stored.content().size()).orElse(-1));
        if (store.is(Weakness.PUBLISHES_IN_PIECES)) {
            Content piece = new Content(new byte[(int) sealed.size() / 2]);
            store.set(target, store.stored(piece), Durability.POWER_LOSS);
        }
        Published result = store.publish(area, content, target);
        store.witness().published(area);
        return result;
    }

    @Override
    public void discard() throws IOException {
        calls.change("discard", () -> {
            boolean mine = store.fence(area)
                    .filter(there -> there.file() == fence && there.generation() == generation)
                    .isPresent();
            if (mine || published.isPresent() && store.fence(area).isEmpty()) {
                store.delete(FilesystemStore.data(area), WriteCondition.ANY, Durability.PROCESS_CRASH);
            }
            if (mine) {
                store.removeFence(area);
            }
            return true;
        });
    }

    @Override
    public void close() {
        // The staged bytes stay.
    }
}
