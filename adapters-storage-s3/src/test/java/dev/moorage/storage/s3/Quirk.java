package dev.moorage.storage.s3;

/** A difference between a simulated store and Amazon's. */
enum Quirk {
    /** Conditions of PutObject are ignored. */
    NO_CONDITIONAL_PUTS,
    NO_CONDITIONAL_DELETES,
    NO_CONDITIONAL_COPIES,
    NO_CONDITIONAL_COMPLETES,
    /** The store refuses every conditional request with 501. */
    CONDITIONS_NOT_IMPLEMENTED,
    /** {@code If-Match} of PutObject matches only an ETag without quotation marks. */
    UNQUOTED_IF_MATCH,
    /** An upload is completed with all of its parts or not at all. */
    ALL_PARTS_LISTED,
    /** Every part of an upload but the last has the size of the first, and the last one is no larger. */
    EQUAL_PARTS,
    NO_PART_COPIES,
    NO_COPIES,
    /** Only ListParts returns ETags. */
    NO_ETAGS,
    /** Reads return weak ETags, writes strong ones. */
    WEAK_ETAGS,
    NO_DELETE_OBJECTS,
    /** Signed requests are carried out whatever time they are signed for. */
    LATE_DELETES,
    /** Responses do not say when they were sent. */
    NO_DATE,
    /** {@code start-after} of ListObjectsV2 is ignored. */
    NO_START_AFTER,
    /** The store returns encoded keys, but the response does not announce the encoding. */
    ENCODED_LISTING,
    /** The store refuses a request with any checksum but Content-MD5 with 400. */
    NO_CHECKSUMS
}
