package dev.moorage.domain.upload;

/**
 * The conditions on which the transitions of {@link UploadProtocol} depend. Named one by one so that a test can switch
 * each off and see which invariant it holds.
 */
enum UploadGuard {
    /** The token's upload and repository are those of the path, and of the stored session. */
    TOKEN_MATCHES_PATH,
    /** The token's offset is what the client was told last. */
    TOKEN_IS_CURRENT,
    /** A chunk's range starts where the upload stands. */
    RANGE_STARTS_AT_OFFSET,
    /** Bytes that were never acknowledged are dropped when the token says to start before them. */
    UNACKNOWLEDGED_BYTES_ARE_DROPPED,
    /** Only the writer of the current generation reports. */
    GENERATION_IS_MINE,
    /** The digest of the sealed bytes is the one asked for. */
    DIGEST_MATCHES,
    /** Nothing follows a final phase. */
    FINAL_STAYS,
    /** Sealing comes before verifying, verifying before publishing, publishing before committing. */
    ORDER_OF_COMMIT,
    /** A purge takes only what was idle for long enough. */
    PURGE_ONLY_IDLE
}
