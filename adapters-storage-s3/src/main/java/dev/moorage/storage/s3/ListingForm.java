package dev.moorage.storage.s3;

/**
 * A form of the request for a listing. The first one that a store answers right is used.
 *
 * @see ListingProbe
 */
enum ListingForm {
    /** ListObjectsV2 with keys encoded as in a URL: keys of other programs may have characters that XML has not. */
    V2_ENCODED(true, true),
    /** ListObjectsV2 with keys as they are, for stores that encode another way, or say that they did and did not. */
    V2(true, false),
    /** ListObjects, for stores that have no {@code start-after}. */
    V1_ENCODED(false, true),
    V1(false, false);

    private final boolean second;
    private final boolean encoded;

    ListingForm(boolean second, boolean encoded) {
        this.second = second;
        this.encoded = encoded;
    }

    /** Whether it is ListObjectsV2. */
    boolean isSecond() {
        return second;
    }

    /** Whether keys are asked for in URL encoding. */
    boolean isEncoded() {
        return encoded;
    }
}
