package dev.moorage.application.service.garbage;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.service.garbage.docket.DocketObjects;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.GarbageProtocol;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.garbage.Segment;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The single steps of a collector's round, done at any moment of another request. */
final class ActingCollector {
    static final long ROUND = 42;

    private final GarbageProtocol protocol = new GarbageProtocol();
    private final DocketObjects objects;
    private final Contents contents;

    ActingCollector(StorageDriver driver) {
        this.objects = new DocketObjects(driver);
        this.contents = new Contents(driver);
    }

    private interface Change {
        Segment of(Segment before, long published);
    }

    private void change(int segment, Change change) throws IOException {
        objects.publish(Map.of(segment, changeUnpublished(segment, change)));
    }

    private long changeUnpublished(int segment, Change change) throws IOException {
        DocketObjects.Stored<Segment> before = objects.segment(segment);
        Segment next = change.of(before.content(), objects.head().content().published(segment));
        if (objects.replace(segment, before, next).isEmpty()) {
            throw new IOException("another change came first");
        }
        return next.generation();
    }

    void condemn(Removable object) throws IOException {
        change(
                object.segment(),
                (before, published) -> protocol.condemn(before, published, Set.of(object), ROUND, Instant.EPOCH));
    }

    void remove(Removable object, Instant until) throws IOException {
        change(
                object.segment(),
                (before, published) -> protocol.remove(before, published, Set.of(object), ROUND, until));
    }

    void drop(Removable object) throws IOException {
        change(
                object.segment(),
                (before, published) -> protocol.drop(before, published, Set.of(object), ROUND, true, Instant.EPOCH));
    }

    /** Drops a verdict as a round does that still removes objects of other segments. */
    void dropUnpublished(Removable object) throws IOException {
        changeUnpublished(
                object.segment(),
                (before, published) -> protocol.drop(before, published, Set.of(object), ROUND, true, Instant.EPOCH));
    }

    /** Removes a blob's bytes in a whole round that listed before the blob was linked. */
    void collect(Digest digest) throws IOException {
        Removable.Blob blob = new Removable.Blob(digest);
        condemn(blob);
        remove(blob, Instant.MAX.minusSeconds(86_400));
        contents.delete(RegistryKeys.blob(digest));
        drop(blob);
    }

    boolean hasVerdictOn(Removable object) throws IOException {
        return objects.segment(object.segment()).content().verdicts().containsKey(object);
    }
}
