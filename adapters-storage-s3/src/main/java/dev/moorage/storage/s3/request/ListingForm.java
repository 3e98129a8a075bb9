package dev.moorage.storage.s3.request;

import dev.moorage.storage.s3.probe.ListingProbe;

/**
 * A form of the listing request. The driver uses the first form to which the store responds correctly.
 *
 * @see ListingProbe
 */
public enum ListingForm {
    /** ListObjectsV2 with URL-encoded keys. Keys of other programs may contain characters that XML does not allow. */
    V2_ENCODED(true, true),
    /**
     * ListObjectsV2 with plain keys, for stores that encode differently, or that announce an encoding that they do not
     * apply.
     */
    V2(true, false),
    /** ListObjects, for stores that do not implement {@code start-after}. */
    V1_ENCODED(false, true),
    V1(false, false);

    private final boolean second;
    private final boolean encoded;

    ListingForm(boolean second, boolean encoded) {
        this.second = second;
        this.encoded = encoded;
    }

    /** Whether the request is ListObjectsV2. */
    boolean isSecond() {
        return second;
    }

    /** Whether the request asks for URL-encoded keys. */
    boolean isEncoded() {
        return encoded;
    }
}
