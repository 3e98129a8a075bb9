package dev.moorage.domain.upload;

/**
 * The conditions that the transitions of {@link UploadProtocol} check. Each has a name, so that a test can switch it
 * off and see which invariant it protects.
 */
enum UploadGuard {
    /** The token's upload and repository are those of the path and of the stored session. */
    TOKEN_MATCHES_PATH,
    /** The token's offset is the one that was last reported to the client. */
    TOKEN_IS_CURRENT,
    /** A chunk's range starts at the upload's offset. */
    RANGE_STARTS_AT_OFFSET,
    /** Unacknowledged bytes are dropped if the token's offset is before them. */
    UNACKNOWLEDGED_BYTES_ARE_DROPPED,
    /** Only the writer of the current generation may report. */
    GENERATION_IS_MINE,
    /** The digest of the sealed bytes is the requested digest. */
    DIGEST_MATCHES,
    /** No transition leaves a final phase. */
    FINAL_STAYS,
    /** Sealing comes before verifying, verifying before publishing, publishing before committing. */
    ORDER_OF_COMMIT,
    /** A purge ends only uploads that were idle for long enough. */
    PURGE_ONLY_IDLE
}
