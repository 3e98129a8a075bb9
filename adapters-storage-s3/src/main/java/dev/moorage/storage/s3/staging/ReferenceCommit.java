package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Completion;
import dev.moorage.storage.s3.object.ObjectWrites;
import dev.moorage.storage.s3.object.Reference;
import dev.moorage.storage.s3.object.Segment;
import dev.moorage.storage.s3.object.StoredObjects;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leaves the segments where they are and writes a small object at the target that refers to them. Nothing is copied, however
 * large the blob is. These steps make sure that no reference names segments that another writer discards:
 *
 * <ol>
 *   <li>The area's marker is written and names the target. If the marker says that the area is being discarded, the staged
 *       bytes are lost.
 *   <li>The segments are listed: all must be there, in their sizes.
 *   <li>The reference is written, unless an object is at the target.
 *   <li>The marker is read again. If it has changed, the reference is deleted, unless that has already happened.
 * </ol>
 */
public final class ReferenceCommit implements Commit {
    private final StoredObjects objects;
    private final ObjectWrites writes;
    private final StagingMarkers markers;
    private final StagingListing listing;
    private final Completion completion;

    public ReferenceCommit(
            StoredObjects objects,
            ObjectWrites writes,
            StagingMarkers markers,
            StagingListing listing,
            Completion completion) {
        this.objects = objects;
        this.writes = writes;
        this.markers = markers;
        this.listing = listing;
        this.completion = completion;
    }

    @Override
    public Published publish(StagingPlace place, List<Segment> segments, ObjectKey target) throws IOException {
        long size = Segment.total(segments);
        if (size == 0) {
            return completion.empty(place.area(), target);
        }
        ObjectVersion marker = markers.claim(place.area(), target);
        requireAll(place, segments);
        Reference reference = new Reference(place.area(), segments);
        Optional<ObjectVersion> written = write(reference, target);
        if (written.isEmpty()) {
            return Published.ALREADY_THERE;
        }
        if (!markers.isStill(place.area(), marker) && isTakenBack(target, written.get())) {
            throw new StagedBytesLostException(place.area());
        }
        return Published.CREATED;
    }

    /**
     * Deletes the reference, and returns whether it was still there. If it was not, it had been published, and a delete or
     * another object came after it.
     */
    private boolean isTakenBack(ObjectKey target, ObjectVersion written) throws IOException {
        try {
            writes.deleteAlone(target, WriteCondition.ifVersion(written));
            return true;
        } catch (ConditionFailedException _) {
            return false;
        }
    }

    private void requireAll(StagingPlace place, List<Segment> segments) throws IOException {
        Map<String, Long> sizes = listing.sizes(place.area());
        for (Segment segment : segments) {
            Long size = sizes.get(segment.name());
            if (size == null || size < segment.length()) {
                throw new StagedBytesLostException(place.area());
            }
        }
    }

    /** Writes the reference. Empty when an object of the same size is there. */
    private Optional<ObjectVersion> write(Reference reference, ObjectKey target) throws IOException {
        try {
            return Optional.of(writes.put(target, reference.content(), reference.metadata(), WriteCondition.IF_ABSENT));
        } catch (ConditionFailedException _) {
            Optional<StoredObjects.Stored> there = objects.stat(target);
            if (there.isPresent() && there.get().info().size() == reference.size()) {
                return Optional.empty();
            }
            return Optional.of(writes.put(target, reference.content(), reference.metadata(), WriteCondition.ANY));
        }
    }
}
