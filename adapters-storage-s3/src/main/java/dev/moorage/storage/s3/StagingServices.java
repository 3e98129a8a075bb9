package dev.moorage.storage.s3;

import dev.moorage.application.transfer.PartBuffers;

/**
 * What every staged object of a driver works with.
 *
 * @param commit how segments become an object
 */
record StagingServices(
        Bucket bucket,
        MultipartRequests multipart,
        Keys keys,
        Limits limits,
        PartBuffers parts,
        Transfers transfers,
        Commit commit,
        Completion completion) {

    /** These services for a body that needs other sizes. */
    StagingServices with(Limits other) {
        return new StagingServices(bucket, multipart, keys, other, parts, transfers, commit, completion);
    }
}
