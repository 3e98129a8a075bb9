package dev.moorage.storage.s3;

import dev.moorage.application.port.out.storage.ConditionFailedException;
import dev.moorage.application.port.out.storage.ObjectContent;
import dev.moorage.application.port.out.storage.ObjectInfo;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.ObjectVersion;
import dev.moorage.application.port.out.storage.StagedBytesLostException;
import dev.moorage.application.port.out.storage.WriteCondition;
import dev.moorage.domain.blob.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The object beside an area's segments that says what is to become of them: the target whose reference names them, or that
 * they are being discarded. Written by compare-and-set, so that nobody publishes what somebody else deletes.
 */
final class StagingMarkers {
    /** Its name beside the segments, whose names begin with a digit. */
    static final String NAME = "marker";

    private static final String DISCARDED = "discarded";
    private static final int LONGEST = 4096;

    private final StoredObjects objects;
    private final ObjectWrites writes;

    StagingMarkers(StoredObjects objects, ObjectWrites writes) {
        this.objects = objects;
        this.writes = writes;
    }

    private record Marker(String text, ObjectVersion version) {}

    /**
     * Says that a reference at a target is about to name an area's segments.
     *
     * @throws StagedBytesLostException when they are being discarded, or another object refers to them
     */
    ObjectVersion claim(ObjectKey area, ObjectKey target) throws IOException {
        try {
            return put(area, target.value(), WriteCondition.IF_ABSENT);
        } catch (ConditionFailedException _) {
            Optional<Marker> marker = read(area);
            if (marker.isEmpty() || marker.get().text().equals(DISCARDED)) {
                throw new StagedBytesLostException(area);
            }
            if (marker.get().text().equals(target.value())) {
                return marker.get().version();
            }
            if (refers(new ObjectKey(marker.get().text()), area).isPresent()) {
                throw new StagedBytesLostException(area);
            }
            return put(
                    area, target.value(), WriteCondition.ifVersion(marker.get().version()));
        }
    }

    boolean isStill(ObjectKey area, ObjectVersion version) throws IOException {
        return objects.stat(key(area))
                .map(StoredObjects.Stored::info)
                .map(ObjectInfo::version)
                .equals(Optional.of(version));
    }

    /**
     * Says that an area's segments are being discarded, unless an object refers to them.
     *
     * @param marked whether a marker is there already, as far as is known
     * @return what refers to them
     */
    Optional<Reference> discard(ObjectKey area, boolean marked) throws IOException {
        if (!marked) {
            try {
                put(area, DISCARDED, WriteCondition.IF_ABSENT);
                return Optional.empty();
            } catch (ConditionFailedException _) {
                // Somebody has come first.
            }
        }
        Optional<Marker> marker = read(area);
        if (marker.isEmpty() || marker.get().text().equals(DISCARDED)) {
            return Optional.empty();
        }
        ObjectKey target = new ObjectKey(marker.get().text());
        Optional<Reference> referring = refers(target, area);
        if (referring.isPresent()) {
            return referring;
        }
        ObjectVersion discarded =
                put(area, DISCARDED, WriteCondition.ifVersion(marker.get().version()));
        // Whoever wrote the reference meanwhile takes it back if he finds the marker changed; else it counts.
        Optional<Reference> late = refers(target, area);
        if (late.isPresent()) {
            put(area, target.value(), WriteCondition.ifVersion(discarded));
        }
        return late;
    }

    private Optional<Reference> refers(ObjectKey target, ObjectKey area) throws IOException {
        return objects.reference(target).filter(reference -> reference.area().equals(area));
    }

    private Optional<Marker> read(ObjectKey area) throws IOException {
        Optional<ObjectContent> content = objects.open(key(area), ByteRange.WHOLE);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent marker = content.get()) {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
            while (bytes.hasRemaining() && marker.read(bytes) >= 0) {
                // Until the end.
            }
            return Optional.of(new Marker(
                    new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII),
                    marker.info().version()));
        }
    }

    private ObjectVersion put(ObjectKey area, String text, WriteCondition condition) throws IOException {
        return writes.put(key(area), text.getBytes(StandardCharsets.US_ASCII), Map.of(), condition);
    }

    private static ObjectKey key(ObjectKey area) {
        return Keys.marker(area);
    }
}
