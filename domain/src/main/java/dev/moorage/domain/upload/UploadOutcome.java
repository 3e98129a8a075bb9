package dev.moorage.domain.upload;

import dev.moorage.domain.digest.Digest;

/** What an event does to an upload: one of these, and the caller must handle each. */
public sealed interface UploadOutcome {

    /** What a request that wants to write may come to. */
    sealed interface Claim extends UploadOutcome permits Claimed, OutOfRange, AlreadyCommitted, NoUpload {}

    /** What a status request may come to. */
    sealed interface Status extends UploadOutcome permits Claimed, Standing, NotStarted, NoUpload {}

    /** What a cancel or a purge may come to. */
    sealed interface Ending extends UploadOutcome permits Ended, NothingToEnd, NoUpload, StillAlive {}

    /** What a writer's report may come to. */
    sealed interface Report extends UploadOutcome permits Recorded, Fenced {}

    /** What verifying may come to. */
    sealed interface Verification extends UploadOutcome permits Recorded, Mismatch, Fenced {}

    /**
     * The generation is raised: the caller stores this session by compare-and-set before it touches a byte, then ends the
     * older writer, and drops every byte after {@code keep}.
     *
     * @param session what to store
     * @param keep how many staged bytes stay; {@link Long#MAX_VALUE} keeps whatever is durable
     */
    record Claimed(UploadSession session, long keep) implements Claim, Status {}

    /** The chunk does not start where the upload stands: 416 with the session as it is. */
    record OutOfRange(UploadSession session) implements Claim {}

    /** The upload was committed earlier with the digest that is asked for now: 201 again. */
    record AlreadyCommitted(Digest digest) implements Claim {}

    /** There is no such upload, or it has ended: 404. */
    record NoUpload() implements Claim, Status, Ending {}

    /** The session is idle and all its bytes are acknowledged: there is nothing to change. */
    record Standing(UploadSession session) implements Status {}

    /** The token proves a start; nothing is stored. */
    record NotStarted(UploadToken token) implements Status {}

    /** The final session to store; then the bytes go. */
    record Ended(UploadSession session) implements Ending {}

    /** The upload was started, and nothing of it is stored. */
    record NothingToEnd() implements Ending {}

    /** The upload is not old enough to be purged. */
    record StillAlive() implements Ending {}

    /** The session to store next. */
    record Recorded(UploadSession session) implements Report, Verification {}

    /** Another writer has raised the generation, or the upload has ended: this writer's effects must stay invisible. */
    record Fenced() implements Report, Verification {}

    /** The bytes have another digest: nothing is published, the session is open again and keeps its bytes. */
    record Mismatch(UploadSession session, Digest actual) implements Verification {}
}
