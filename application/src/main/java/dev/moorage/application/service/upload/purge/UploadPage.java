package dev.moorage.application.service.upload.purge;

import dev.moorage.application.port.in.upload.StoredUpload;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of the uploads in the storage that have not ended.
 *
 * @param next the text after which the next page begins. Empty on the last page
 * @param isPartial whether something could not be read
 * @param reads the number of records that were read
 */
public record UploadPage(List<StoredUpload> uploads, Optional<String> next, boolean isPartial, int reads) {
    public UploadPage {
        uploads = List.copyOf(uploads);
        Objects.requireNonNull(next);
    }
}
