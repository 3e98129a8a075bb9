package dev.moorage.storage.s3;

import dev.moorage.storage.spi.io.PartBuffers;

/**
 * What every staged object of a driver works with.
 *
 * @param rules what the store demands of parts
 * @param commit how segments become an object
 */
record StagingServices(
        Bucket bucket,
        MultipartRequests multipart,
        SegmentCompletion whole,
        Keys keys,
        Limits limits,
        PartRules rules,
        PartBuffers parts,
        Transfers transfers,
        Commit commit,
        Completion completion) {

    /** These services for a body that needs other sizes. */
    StagingServices with(Limits other) {
        return new StagingServices(bucket, multipart, whole, keys, other, rules, parts, transfers, commit, completion);
    }
}
