package dev.moorage.storage.s3;

import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.Published;
import java.io.IOException;
import java.util.List;

/** How what is staged in segments becomes an object. */
interface Commit {
    /**
     * Makes the segments the object of a key; one of the same size is left as it is.
     *
     * @param segments none of them but the last is smaller than a part
     */
    Published publish(StagingPlace place, List<Segment> segments, ObjectKey target) throws IOException;
}
