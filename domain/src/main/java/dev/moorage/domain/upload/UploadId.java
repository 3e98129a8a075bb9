package dev.moorage.domain.upload;

import java.util.Optional;
import java.util.UUID;

/**
 * The identifier of an upload, {@code <id>} of its location: a UUID in canonical lower-case form, as in CNCF
 * Distribution.
 */
public record UploadId(UUID value) {

    /** Parses an id. The result is empty if the text is not a canonical UUID. */
    public static Optional<UploadId> tryParse(String text) {
        if (text.length() != 36) {
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return Optional.empty();
            }
        }
        return Optional.of(new UploadId(UUID.fromString(text)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
