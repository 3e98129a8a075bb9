package dev.moorage.domain.fetch;

import dev.moorage.domain.digest.Digest;

/** The effect of an event on a fetch. The type is sealed, so that the caller handles each case. */
public sealed interface FetchOutcome {

    /** The outcomes of a replica's wish to store a blob. */
    sealed interface Claim extends FetchOutcome permits Claimed, Busy {}

    /** The outcomes of a writer's report. */
    sealed interface Report extends FetchOutcome permits Recorded, Fenced {}

    /** The outcomes of verifying the digest. */
    sealed interface Verification extends FetchOutcome permits Recorded, Mismatch, Fenced {}

    /**
     * The generation is raised. The caller stores this session by compare-and-set before it changes any byte, and continues
     * after the bytes that are durable.
     */
    record Claimed(FetchSession session) implements Claim {}

    /** Another replica stores the blob, and has reported lately. */
    record Busy(FetchSession session) implements Claim {}

    /** The session to continue with. */
    record Recorded(FetchSession session) implements Report, Verification {}

    /** Another replica has taken the fetch over, or it has ended. The writer's effects must stay invisible. */
    record Fenced() implements Report, Verification {}

    /**
     * The bytes have another digest. Nothing is published.
     *
     * @param forget whether the caller ends the fetch and drops its bytes
     */
    record Mismatch(Digest actual, boolean forget) implements Verification {}
}
