package dev.moorage.storage.s3.request;

/**
 * What a store requires of the parts of a multipart upload, in addition to the sizes that every store requires.
 *
 * @param allListed whether the completion must list every uploaded part, as Ceph's gateway requires (ADR 30)
 * @param equal whether all parts except the last must have the same size
 * @param copied whether a part may be a copy of another object's bytes (UploadPartCopy)
 */
public record PartRules(boolean allListed, boolean equal, boolean copied) {
    /** The rules of Amazon S3. */
    public static final PartRules NONE = new PartRules(false, false, true);

    /** Whether a part that another one follows has exactly the size that its number determines. */
    public boolean exact() {
        return allListed || equal;
    }
}
