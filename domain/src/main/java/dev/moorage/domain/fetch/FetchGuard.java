package dev.moorage.domain.fetch;

/**
 * The conditions that {@link FetchProtocol} checks. Each has a name, so that a test can switch it off and see which invariant
 * it protects.
 */
enum FetchGuard {
    /** A fetch whose replica reports is not taken over. */
    ONLY_SILENT_IS_TAKEN_OVER,
    /** Only the writer of the current generation reports, and ends the fetch. */
    GENERATION_IS_MINE,
    /** Bytes of the upstream are appended only where they begin at the offset that was asked for. */
    ANSWER_STARTS_AT_OFFSET,
    /** No byte after the announced size is taken. */
    NOT_BEYOND_SIZE,
    /** Sealing comes before verifying, verifying before publishing, publishing before linking. */
    ORDER_OF_COMMIT,
    /** The digest of the sealed bytes is the blob's digest. */
    DIGEST_MATCHES,
    /** Bytes with another digest are dropped, and the next fetch begins anew. */
    MISMATCH_FORGETS,
    /** Clients get the last bytes only after the digest is verified. */
    LAST_BYTES_ARE_HELD_BACK,
    /** A repository gets the blob only if its own upstream has answered for it. */
    LINK_ONLY_WHERE_ANSWERED
}
