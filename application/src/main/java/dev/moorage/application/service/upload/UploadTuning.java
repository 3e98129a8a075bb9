package dev.moorage.application.service.upload;

import java.time.Duration;
import java.util.Objects;

/**
 * Sizes and times that change how fast an upload goes, and nothing that it comes to.
 *
 * @param patience for how long a request waits for the older writer that it has ended in this process. One that waits for its
 *     client leaves at once, being cut off; one that commits needs a few requests to the store, which may be slow
 * @param firstSlice after how many bytes of a body the record first notes how far it came
 */
record UploadTuning(Duration patience, long firstSlice) {
    static final UploadTuning PRODUCTION = new UploadTuning(Duration.ofSeconds(20), 16L << 20);

    UploadTuning {
        Objects.requireNonNull(patience);
        if (firstSlice < 1) {
            throw new IllegalArgumentException("a slice has a byte or more");
        }
    }
}
