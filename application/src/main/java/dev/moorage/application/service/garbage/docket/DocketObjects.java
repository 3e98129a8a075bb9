package dev.moorage.application.service.garbage.docket;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.SmallObjects;
import dev.moorage.domain.garbage.DocketHead;
import dev.moorage.domain.garbage.DocketHeadFormat;
import dev.moorage.domain.garbage.Segment;
import dev.moorage.domain.garbage.SegmentFormat;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The objects of the docket: its head and its segments. An absent object is one that was never written. An object of
 * another version, or one that was cut off, makes the docket unusable: {@link StorageUnavailableException}.
 */
public final class DocketObjects {
    /** The greatest size of a segment in bytes. It is far above what a collector writes. */
    private static final int MAX_SEGMENT = 8 << 20;

    private static final int MAX_HEAD = 64 << 10;

    /** Limits the attempts to publish. Each lost race means that another collector has published. */
    private static final int MAX_ATTEMPTS = 1000;

    private final StorageDriver storage;
    private final SmallObjects objects;

    /** Creates the objects over a storage driver. */
    public DocketObjects(StorageDriver storage) {
        this.storage = storage;
        this.objects = new SmallObjects(storage);
    }

    /**
     * A part of the docket as it was read.
     *
     * @param version the version to give as the condition of a change. Empty if the object is absent
     */
    public record Stored<T>(T content, Optional<ObjectVersion> version) {
        private WriteCondition unchanged() {
            return version.map(WriteCondition::ifVersion).orElse(WriteCondition.IF_ABSENT);
        }
    }

    /** Reads the head. */
    public Stored<DocketHead> head() throws IOException {
        return read(RegistryKeys.docketHead(), MAX_HEAD, DocketHeadFormat::parse, DocketHead.EMPTY);
    }

    /** Reads a segment. */
    public Stored<Segment> segment(int number) throws IOException {
        return read(RegistryKeys.docketSegment(number), MAX_SEGMENT, SegmentFormat::parse, Segment.EMPTY);
    }

    private <T> Stored<T> read(ObjectKey key, int maxBytes, Function<String, Optional<T>> format, T never)
            throws IOException {
        Optional<SmallObjects.Content> found = objects.read(key, maxBytes);
        if (found.isEmpty()) {
            return new Stored<>(never, Optional.empty());
        }
        // A text that is longer than the limit lacks its end, and is not parsed.
        T content = format.apply(new String(found.get().content(), StandardCharsets.UTF_8))
                .orElseThrow(() -> new StorageUnavailableException("the docket of the garbage collector, " + key
                        + ", was cut off or was written by another version"));
        return new Stored<>(content, Optional.of(found.get().version()));
    }

    /**
     * Replaces a segment, if it has not been changed. When this method returns, the change survives a power cut.
     *
     * @return the segment as it is stored now. Empty if it was changed before, and nothing was replaced
     * @throws IOException storage failed, and the segment may have been replaced or not
     */
    public Optional<Stored<Segment>> replace(int number, Stored<Segment> before, Segment next) throws IOException {
        return put(RegistryKeys.docketSegment(number), SegmentFormat.format(next), before)
                .map(version -> new Stored<>(next, Optional.of(version)));
    }

    /**
     * Publishes generations of segments in the head. The generations of other segments stay as they are.
     *
     * @param generations the generation of each segment, by its number
     */
    public void publish(Map<Integer, Long> generations) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Stored<DocketHead> before = head();
            DocketHead next = before.content();
            for (Map.Entry<Integer, Long> segment : generations.entrySet()) {
                next = next.publishing(segment.getKey(), segment.getValue());
            }
            if (next.equals(before.content())
                    || put(RegistryKeys.docketHead(), DocketHeadFormat.format(next), before)
                            .isPresent()) {
                return;
            }
        }
        throw new IOException("the docket's head was changed at every attempt to change it");
    }

    private Optional<ObjectVersion> put(ObjectKey key, String text, Stored<?> before) throws IOException {
        try {
            return Optional.of(
                    storage.put(key, text.getBytes(StandardCharsets.UTF_8), before.unchanged(), Durability.POWER_LOSS));
        } catch (ConditionFailedException _) {
            return Optional.empty();
        }
    }
}
