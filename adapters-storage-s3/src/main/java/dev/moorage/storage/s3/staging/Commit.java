package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Segment;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Published;
import java.io.IOException;
import java.util.List;

/** Turns what is staged in segments into an object. */
public interface Commit {
    /**
     * Publishes the segments as the object of a key. An existing object of the same size is left as it is.
     *
     * @param segments all of them, except the last, are at least as large as the smallest part
     */
    Published publish(StagingPlace place, List<Segment> segments, ObjectKey target) throws IOException;
}
