package dev.moorage.storage.s3;

/** What a simulated store does otherwise than Amazon's. */
enum Quirk {
    /** Conditions of PutObject are ignored. */
    NO_CONDITIONAL_PUTS,
    NO_CONDITIONAL_DELETES,
    NO_CONDITIONAL_COPIES,
    NO_CONDITIONAL_COMPLETES,
    /** 501 for every request with a condition. */
    CONDITIONS_NOT_IMPLEMENTED,
    /** An ETag in quotation marks equals none, in {@code If-Match} of PutObject. */
    UNQUOTED_IF_MATCH,
    /** An upload is completed with all of its parts or not at all. */
    ALL_PARTS_LISTED,
    /** Every part of an upload but the last has the size of the first, and the last one is no larger. */
    EQUAL_PARTS,
    NO_PART_COPIES,
    NO_COPIES,
    /** No request gives an ETag, but ListParts. */
    NO_ETAGS,
    /** Reading gives weak ETags, writing strong ones. */
    WEAK_ETAGS,
    NO_DELETE_OBJECTS,
    /** {@code start-after} of ListObjectsV2 is ignored. */
    NO_START_AFTER,
    /** Keys come back encoded, and the answer does not say so. */
    ENCODED_LISTING,
    /** 400 for a request with any checksum but Content-MD5. */
    NO_CHECKSUMS
}
