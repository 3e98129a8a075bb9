package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.ObjectWrites;
import dev.moorage.storage.s3.object.Reference;
import dev.moorage.storage.s3.object.StoredObjects;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * An object next to an area's segments that records their fate. It names the target whose reference names them, or says that
 * they are being discarded. It is written by compare-and-set, so that no writer publishes segments that another writer
 * deletes. When a reference was about to be written, "discarded" keeps the name of its target. Then a later writer can still
 * check whether the reference was written in time.
 */
public final class StagingMarkers {
    /** The marker's name below the staging prefix. The names of segments begin with a digit. */
    public static final String NAME = "marker";

    private static final String DISCARDED = "discarded";
    private static final int LONGEST = 4096;
    /** The number of attempts. An attempt fails when another writer has changed the marker in between. */
    private static final int ATTEMPTS = 50;

    private final StoredObjects objects;
    private final ObjectWrites writes;

    public StagingMarkers(StoredObjects objects, ObjectWrites writes) {
        this.objects = objects;
        this.writes = writes;
    }

    /**
     * The content of a marker.
     *
     * @param target the key of the object that refers to the segments, or is about to. Empty when there never was one.
     * @param discarded whether the segments are being discarded, unless the target was written first
     */
    private record Marker(Optional<ObjectKey> target, boolean discarded, ObjectVersion version) {
        static Marker of(String text, ObjectVersion version) {
            boolean discarded = text.startsWith(DISCARDED + " ") || text.equals(DISCARDED);
            String target = discarded ? text.substring(DISCARDED.length()).strip() : text;
            return new Marker(
                    target.isEmpty() ? Optional.empty() : Optional.of(new ObjectKey(target)), discarded, version);
        }
    }

    /**
     * Records that a reference at a target is about to name an area's segments.
     *
     * @throws StagedBytesLostException when the segments are being discarded, or another object refers to them
     */
    ObjectVersion claim(ObjectKey area, ObjectKey target) throws IOException {
        Optional<ObjectVersion> claimed = put(area, target.value(), WriteCondition.IF_ABSENT);
        for (int i = 0; i < ATTEMPTS && claimed.isEmpty(); i++) {
            Marker marker = read(area).orElseThrow(() -> new StagedBytesLostException(area));
            if (marker.discarded()) {
                throw new StagedBytesLostException(area);
            }
            if (marker.target().equals(Optional.of(target))) {
                return marker.version();
            }
            if (referring(marker, area).isPresent()) {
                throw new StagedBytesLostException(area);
            }
            claimed = put(area, target.value(), WriteCondition.ifVersion(marker.version()));
        }
        return claimed.orElseThrow(() -> restless(area));
    }

    boolean isStill(ObjectKey area, ObjectVersion version) throws IOException {
        return objects.stat(key(area))
                .map(StoredObjects.Stored::info)
                .map(ObjectInfo::version)
                .equals(Optional.of(version));
    }

    /**
     * Records that an area's segments are being discarded, unless an object refers to them.
     *
     * @param marked whether a marker is known to be there already
     * @return the reference that names the segments, if there is one
     */
    Optional<Reference> discard(ObjectKey area, boolean marked) throws IOException {
        if (!marked && put(area, DISCARDED, WriteCondition.IF_ABSENT).isPresent()) {
            return Optional.empty();
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Marker> there = read(area);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            Marker marker = there.get();
            Optional<Reference> referring = referring(marker, area);
            if (referring.isPresent()) {
                if (marker.discarded()) {
                    // The reference is valid: its writer takes it back only if it finds the marker changed.
                    put(area, referredFrom(marker), WriteCondition.ifVersion(marker.version()));
                }
                return referring;
            }
            if (marker.discarded()) {
                return Optional.empty();
            }
            // The loop reads the marker again, because the reference may have been written in between.
            put(area, DISCARDED + " " + referredFrom(marker), WriteCondition.ifVersion(marker.version()));
        }
        throw restless(area);
    }

    private static String referredFrom(Marker marker) {
        return marker.target().orElseThrow().value();
    }

    private static IOException restless(ObjectKey area) {
        return new IOException("the marker of what is staged in " + area + " changes faster than it can be set");
    }

    private Optional<Reference> referring(Marker marker, ObjectKey area) throws IOException {
        if (marker.target().isEmpty()) {
            return Optional.empty();
        }
        return objects.reference(marker.target().get())
                .filter(reference -> reference.area().equals(area));
    }

    private Optional<Marker> read(ObjectKey area) throws IOException {
        Optional<ObjectContent> content = objects.open(key(area), ByteRange.WHOLE);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try (ObjectContent marker = content.get()) {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
            while (bytes.hasRemaining() && marker.read(bytes) >= 0) {
                // Read to the end.
            }
            return Optional.of(Marker.of(
                    new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII),
                    marker.info().version()));
        }
    }

    /** Writes the marker. Empty when the condition does not hold. */
    private Optional<ObjectVersion> put(ObjectKey area, String text, WriteCondition condition) throws IOException {
        try {
            return Optional.of(writes.put(key(area), text.getBytes(StandardCharsets.US_ASCII), Map.of(), condition));
        } catch (ConditionFailedException _) {
            return Optional.empty();
        }
    }

    private static ObjectKey key(ObjectKey area) {
        return Keys.marker(area);
    }
}
