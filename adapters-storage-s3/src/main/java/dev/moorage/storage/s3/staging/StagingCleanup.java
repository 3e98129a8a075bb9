package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Reference;
import dev.moorage.storage.s3.object.Segment;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.MultipartRequests;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Removes what is staged for an area, except the segments that an object refers to. */
public final class StagingCleanup {
    private final Bucket bucket;
    private final MultipartRequests multipart;
    private final Keys keys;
    private final StagingListing listing;
    private final StagingMarkers markers;
    private final boolean references;

    /**
     * Creates the cleanup.
     *
     * @param references whether this configuration publishes references to segments. Then another writer may be about to
     *     publish one.
     */
    public StagingCleanup(
            Bucket bucket, Keys keys, StagingListing listing, StagingMarkers markers, boolean references) {
        this.bucket = bucket;
        this.multipart = bucket.multipart();
        this.keys = keys;
        this.listing = listing;
        this.markers = markers;
        this.references = references;
    }

    /** Whether anything is staged for an area. */
    boolean isAnything(ObjectKey area) throws IOException {
        return !listing.sizes(area).isEmpty()
                || !multipart.unfinished(keys.staging(area)).isEmpty();
    }

    /** Aborts all unfinished multipart uploads below the area's staging prefix, including those that no state names. */
    void abortAll(ObjectKey area) throws IOException {
        abort(multipart.unfinished(keys.staging(area)).stream()
                .map(MultipartRequests.Unfinished::upload)
                .toList());
    }

    void abort(List<UploadRef> uploads) throws IOException {
        for (UploadRef upload : uploads) {
            multipart.abort(upload);
        }
    }

    /** Deletes the area's segments. */
    void deleteSegments(ObjectKey area) throws IOException {
        Map<String, Long> there = listing.sizes(area);
        if (there.isEmpty()) {
            return;
        }
        boolean marked = there.containsKey(StagingMarkers.NAME);
        Optional<Reference> referring = marked || references ? markers.discard(area, marked) : Optional.empty();
        Set<String> kept = referring.stream()
                .flatMap(reference -> reference.segments().stream())
                .map(Segment::name)
                .collect(Collectors.toSet());
        List<String> doomed = new ArrayList<>();
        for (String name : there.keySet()) {
            if (!kept.contains(name) && !name.equals(StagingMarkers.NAME)) {
                doomed.add(keys.staging(area) + name);
            }
        }
        bucket.deleteAll(doomed);
        if (referring.isEmpty() && (marked || references)) {
            // The marker is deleted last: while a segment is there, the marker says that the segments are being
            // discarded.
            bucket.delete(keys.of(Keys.marker(area)), request -> {});
        }
    }
}
