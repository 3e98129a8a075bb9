package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A writer of immutable parts. Its only state is its own list of parts. */
abstract sealed class PartwiseStaged implements StagedObject permits SegmentedStaged, BoundStaged {
    private static final int PART = 8;

    final Calls calls;
    final ObjectStore store;
    final ObjectKey area;
    private final long generation;
    private final int writer;
    private ParsedState state;
    private boolean sealed;

    PartwiseStaged(Calls calls, ObjectStore store, ObjectKey area, long generation, ParsedState state) {
        this.calls = calls;
        this.store = store;
        this.area = area;
        this.generation = generation;
        this.state = state;
        this.writer = calls.random(1 << 20);
    }

    /** Writes one part. */
    abstract void put(ParsedState upload, String part, byte[] content) throws IOException;

    /** Returns the bytes that a state names. */
    abstract Optional<byte[]> content(ParsedState upload);

    /** Removes what is no longer needed after the object is completed. */
    abstract void finished(ParsedState upload);

    ParsedState parsed() {
        return state;
    }

    @Override
    public long size() {
        return state.size();
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        if (sealed) {
            throw new StagingFencedException(area);
        }
        ByteBuffer buffer = ByteBuffer.allocate(PART);
        while (true) {
            Optional<IOException> broken = Optional.empty();
            int count = -1;
            try {
                count = source.read(buffer);
            } catch (IOException e) {
                broken = Optional.of(e);
            }
            if (buffer.position() > 0 && (count < 0 || !buffer.hasRemaining())) {
                put(Arrays.copyOf(buffer.array(), buffer.position()));
                buffer.clear();
            }
            if (count < 0) {
                return new Appended(size(), broken);
            }
        }
    }

    private void put(byte[] content) throws IOException {
        String name = store.is(Weakness.SHARES_SEGMENT_NAMES)
                ? "part-" + state.parts().size()
                : "g" + generation + "-" + writer + "-" + state.parts().size();
        ParsedState upload = state;
        calls.change("put part " + name, () -> {
            put(upload, name, content);
            return true;
        });
        state = state.with(new ParsedState.Part(name, content.length));
    }

    @Override
    public void truncate(long size) throws IOException {
        if (sealed) {
            throw new StagingFencedException(area);
        }
        state = state.truncated(size);
    }

    @Override
    public StagedState state() {
        return state.encode();
    }

    @Override
    public Sealed seal() throws IOException {
        sealed = true;
        store.witness().sealed(area);
        return new Sealed(size());
    }

    @Override
    public Published publish(Sealed expected, ObjectKey target) throws IOException {
        store.witness().verified(area);
        ParsedState upload = state;
        if (store.is(Weakness.PUBLISHES_IN_PIECES)) {
            calls.change("publish half", () -> {
                byte[] half = Arrays.copyOf(content(upload).orElse(new byte[0]), (int) expected.size() / 2);
                store.set(target, store.stored(new Content(half)), Durability.POWER_LOSS);
                return true;
            });
        }
        return calls.change("publish", () -> publishNow(upload, expected, target));
    }

    private Published publishNow(ParsedState upload, Sealed expected, ObjectKey target)
            throws StagedBytesLostException {
        int present = store.get(target).map(stored -> stored.content().size()).orElse(-1);
        store.witness().publishing(area, target, expected.size(), present);
        Published result;
        if (present == expected.size()) {
            result = Published.ALREADY_THERE;
        } else {
            byte[] content = content(upload).orElseThrow(() -> new StagedBytesLostException(area));
            store.set(target, store.stored(new Content(content)), Durability.POWER_LOSS);
            result = Published.CREATED;
        }
        finished(upload);
        store.witness().published(area);
        return result;
    }

    @Override
    public void close() {
        // The staged bytes stay.
    }
}
