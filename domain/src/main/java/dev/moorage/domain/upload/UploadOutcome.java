package dev.moorage.domain.upload;

import dev.moorage.domain.digest.Digest;

/** The effect of an event on an upload. The type is sealed, so that the caller handles each case. */
public sealed interface UploadOutcome {

    /** The outcomes of a request that wants to write. */
    sealed interface Claim extends UploadOutcome permits Claimed, OutOfRange, AlreadyCommitted, NoUpload {}

    /** The outcomes of a status request. */
    sealed interface Status extends UploadOutcome permits Claimed, InProgress, NotStarted, NoUpload {}

    /** The outcomes of a cancel or a purge. */
    sealed interface Ending extends UploadOutcome permits Ended, NotStored, NoUpload, NotIdle {}

    /** The outcomes of a writer's report. */
    sealed interface Report extends UploadOutcome permits Recorded, Fenced {}

    /** The outcomes of verifying the digest. */
    sealed interface Verification extends UploadOutcome permits Recorded, Mismatch, Fenced {}

    /**
     * The generation is raised. The caller stores this session by compare-and-set before it changes any byte. It then
     * ends the older writer, and drops every byte after {@code keep}.
     *
     * @param session the session to store
     * @param keep how many staged bytes stay. {@link Long#MAX_VALUE} keeps all durable bytes
     */
    record Claimed(UploadSession session, long keep) implements Claim, Status {}

    /** The chunk does not start at the upload's offset. The response is 416 with the unchanged session. */
    record OutOfRange(UploadSession session) implements Claim {}

    /** The upload was committed earlier with the requested digest. The response is 201 again. */
    record AlreadyCommitted(Digest digest) implements Claim {}

    /** The upload does not exist or has ended. The response is 404. */
    record NoUpload() implements Claim, Status, Ending {}

    /** The session is idle and all its bytes are acknowledged. Nothing changes. */
    record InProgress(UploadSession session) implements Status {}

    /** The token proves that the upload was started. No session is stored. */
    record NotStarted(UploadToken token) implements Status {}

    /** The upload ends. The caller stores this final session and then deletes the bytes. */
    record Ended(UploadSession session) implements Ending {}

    /** The upload was started, and no session of it is stored. */
    record NotStored() implements Ending {}

    /** The upload is not old enough to be purged. */
    record NotIdle() implements Ending {}

    /** The session to store next. */
    record Recorded(UploadSession session) implements Report, Verification {}

    /**
     * The writer is fenced: another writer has raised the generation, or the upload has ended. The writer's effects
     * must stay invisible.
     */
    record Fenced() implements Report, Verification {}

    /** The bytes have another digest. Nothing is published. The session is open again and keeps its bytes. */
    record Mismatch(UploadSession session, Digest actual) implements Verification {}
}
