package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Completion;
import dev.moorage.storage.s3.object.SegmentCompletion;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.Limits;
import dev.moorage.storage.s3.request.MultipartRequests;
import dev.moorage.storage.s3.request.PartRules;
import dev.moorage.storage.s3.request.Transfers;
import dev.moorage.storage.spi.io.PartBuffers;

/**
 * The services that all staged objects of a driver share.
 *
 * @param rules what the store requires of parts
 * @param commit turns segments into an object
 */
public record StagingServices(
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

    /** Returns these services with other limits, for a body that needs other sizes. */
    StagingServices with(Limits other) {
        return new StagingServices(bucket, multipart, whole, keys, other, rules, parts, transfers, commit, completion);
    }
}
