package dev.moorage.application.service.upload.session;

import java.time.Duration;
import java.util.Objects;

/**
 * Sizes and times that affect how fast an upload is, but not its result.
 *
 * @param patience how long a request waits for an older writer that it has ended in this process. A writer that waits
 *     for its client leaves at once, because its connection is closed. A writer that commits needs a few requests to
 *     the store, which may be slow
 * @param firstSlice the number of bytes of a body after which the durable offset is first stored in the record
 */
public record UploadTuning(Duration patience, long firstSlice) {
    public static final UploadTuning PRODUCTION = new UploadTuning(Duration.ofSeconds(20), 16L << 20);

    public UploadTuning {
        Objects.requireNonNull(patience);
        if (firstSlice < 1) {
            throw new IllegalArgumentException("a slice has a byte or more");
        }
    }
}
