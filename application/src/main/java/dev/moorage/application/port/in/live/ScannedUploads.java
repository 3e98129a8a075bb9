package dev.moorage.application.port.in.live;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of the uploads in the storage, in the order of repositories.
 *
 * @param taken when the page was read
 * @param next the text after which the next page begins. Empty on the last page
 * @param isPartial whether something could not be read
 * @param reads the number of records that were read for the page, with those of ended uploads
 */
public record ScannedUploads(
        Instant taken, List<LiveUpload> uploads, Optional<String> next, boolean isPartial, int reads) {
    public ScannedUploads {
        Objects.requireNonNull(taken);
        uploads = List.copyOf(uploads);
        Objects.requireNonNull(next);
    }
}
