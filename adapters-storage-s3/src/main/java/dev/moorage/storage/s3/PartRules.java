package dev.moorage.storage.s3;

/**
 * What a store demands of the parts of a multipart upload, beside the sizes that every store has.
 *
 * @param allListed whether the completion must list every part that was uploaded, as with Ceph before it takes a part out
 * @param equal whether all parts but the last must have the same size
 * @param copied whether a part may be a copy of another object's bytes (UploadPartCopy)
 */
record PartRules(boolean allListed, boolean equal, boolean copied) {
    /** Those of Amazon's store. */
    static final PartRules NONE = new PartRules(false, false, true);

    /** Whether a part that has another one after it has exactly the size of its number. */
    boolean exact() {
        return allListed || equal;
    }
}
