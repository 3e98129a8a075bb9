package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Segments below the staging prefix. Publishing copies them into one object. */
final class SegmentedStaged extends PartwiseStaged {
    SegmentedStaged(Calls calls, ObjectStore store, ObjectKey area, long generation, ParsedState state) {
        super(calls, store, area, generation, state);
    }

    @Override
    void put(ParsedState upload, String part, byte[] content) throws IOException {
        store.put(ObjectStore.segments(area).resolve(part), content, WriteCondition.ANY, Durability.POWER_LOSS);
    }

    @Override
    Optional<byte[]> content(ParsedState upload) {
        return store.segments(area, upload);
    }

    @Override
    void finished(ParsedState upload) {
        // The segments stay until they are discarded.
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return true;
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        ParsedState upload = parsed();
        byte[] content = calls.read(
                "open segments", () -> content(upload).orElseThrow(() -> new StagedBytesLostException(area)));
        ObjectInfo info = new ObjectInfo(area, content.length, new ObjectVersion(""), Instant.EPOCH);
        return Optional.of(new SimulatedContent(calls, info, new Content(content), range));
    }

    @Override
    public void discard() throws IOException {
        List<ObjectKey> found = calls.read("list segments", () -> store.segmentsOf(area));
        for (ObjectKey segment : found) {
            calls.change(
                    "delete " + segment.name(),
                    () -> store.delete(segment, WriteCondition.ANY, Durability.PROCESS_CRASH));
        }
    }
}
