package dev.moorage.domain.fetch;

import static dev.moorage.domain.fetch.FetchGuard.ANSWER_STARTS_AT_OFFSET;
import static dev.moorage.domain.fetch.FetchGuard.DIGEST_MATCHES;
import static dev.moorage.domain.fetch.FetchGuard.GENERATION_IS_MINE;
import static dev.moorage.domain.fetch.FetchGuard.LAST_BYTES_ARE_HELD_BACK;
import static dev.moorage.domain.fetch.FetchGuard.LINK_ONLY_WHERE_ANSWERED;
import static dev.moorage.domain.fetch.FetchGuard.MISMATCH_FORGETS;
import static dev.moorage.domain.fetch.FetchGuard.NOT_BEYOND_SIZE;
import static dev.moorage.domain.fetch.FetchGuard.ONLY_SILENT_IS_TAKEN_OVER;
import static dev.moorage.domain.fetch.FetchGuard.ORDER_OF_COMMIT;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.fetch.FetchOutcome.Busy;
import dev.moorage.domain.fetch.FetchOutcome.Claim;
import dev.moorage.domain.fetch.FetchOutcome.Claimed;
import dev.moorage.domain.fetch.FetchOutcome.Fenced;
import dev.moorage.domain.fetch.FetchOutcome.Mismatch;
import dev.moorage.domain.fetch.FetchOutcome.Recorded;
import dev.moorage.domain.fetch.FetchOutcome.Report;
import dev.moorage.domain.fetch.FetchOutcome.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The fetch of a blob from an upstream, as pure functions from (session, event) to an outcome. A fetch is an upload that the
 * registry makes itself. In its order:
 *
 * <ol>
 *   <li>{@link #claim} makes a replica the only one that stores the blob. A replica that has become silent is fenced, and
 *       its bytes are kept.
 *   <li>{@link #continues} and {@link #taken} decide which bytes of the upstream are appended.
 *   <li>{@link #progressed} records how many bytes are durable, and that the replica lives. {@link #left} records that it has
 *       given up.
 *   <li>{@link #seal}, {@link #verify}, {@link #published} and {@link #isLinked} commit. Exactly the verified bytes are
 *       published.
 *   <li>{@link #isForgotten} ends the fetch.
 * </ol>
 *
 * At any time {@link #servable} says how many bytes clients may have.
 */
public final class FetchProtocol {
    /** How long a replica may be silent before another one continues its fetch. */
    public static final Duration SILENCE = Duration.ofSeconds(15);

    /** How many of the last bytes of a blob clients get only after its digest is verified. */
    public static final int HELD_BACK = 64 * 1024;

    private final Set<FetchGuard> guards;
    private final Duration silence;
    private final int heldBack;

    /** Creates the protocol with all its guards. */
    public FetchProtocol() {
        this(EnumSet.allOf(FetchGuard.class), SILENCE, HELD_BACK);
    }

    FetchProtocol(Set<FetchGuard> guards, Duration silence, int heldBack) {
        this.guards = Set.copyOf(guards);
        this.silence = silence;
        this.heldBack = heldBack;
    }

    /**
     * Claims the fetch of a blob.
     *
     * @param stored the stored session, or empty if there is none
     * @param fresh the id of the fetch if it begins anew
     */
    public Claim claim(Optional<FetchSession> stored, Digest digest, FetchId fresh, Instant now) {
        if (stored.isEmpty()) {
            return new Claimed(new FetchSession(digest, fresh, now, 1, 0, FetchPhase.FETCHING));
        }
        FetchSession session = stored.get();
        boolean silent = !session.lastActivity().plus(silence).isAfter(now);
        return silent || !holds(ONLY_SILENT_IS_TAKEN_OVER) ? new Claimed(session.claimed(now)) : new Busy(session);
    }

    /**
     * Returns whether the bytes of an answer can be appended.
     *
     * @param offset the number of staged bytes, which is where the upstream was asked to begin
     * @param begins where its answer begins. An upstream that does not know ranges begins at 0
     */
    public boolean continues(long offset, long begins) {
        return offset == begins || !holds(ANSWER_STARTS_AT_OFFSET);
    }

    /**
     * Returns how many bytes of an answer are taken.
     *
     * @param offset the number of bytes that were taken before
     * @param size the size of the blob
     * @param count how many bytes the upstream has sent
     */
    public long taken(long offset, long size, long count) {
        return holds(NOT_BEYOND_SIZE) ? Math.min(count, Math.max(0, size - offset)) : count;
    }

    /**
     * Records how many bytes the writer has made durable. A writer that begins at 0 again records that before it drops the
     * bytes.
     *
     * @param mine the session as the writer stored it last
     */
    public Report progressed(FetchSession stored, FetchSession mine, long offset, Instant now) {
        return isMine(stored, mine) ? new Recorded(stored.at(offset, now)) : new Fenced();
    }

    /** Records that the writer leaves the fetch with what is durable, so that any replica continues it at once. */
    public Report left(FetchSession stored, FetchSession mine, long offset) {
        return isMine(stored, mine) ? new Recorded(stored.at(offset, Instant.EPOCH)) : new Fenced();
    }

    /** Records that the writer has sealed the staged bytes, of which there are {@code offset}. */
    public Report seal(FetchSession mine, long offset, Instant now) {
        return mine.phase() == FetchPhase.FETCHING || !holds(ORDER_OF_COMMIT)
                ? new Recorded(mine.at(offset, now).in(FetchPhase.SEALED))
                : new Fenced();
    }

    /** Compares the digest of exactly the sealed bytes with the blob's digest. */
    public Verification verify(FetchSession sealed, Digest actual) {
        if (holds(ORDER_OF_COMMIT) && sealed.phase() != FetchPhase.SEALED) {
            return new Fenced();
        }
        return holds(DIGEST_MATCHES) && !actual.equals(sealed.digest())
                ? new Mismatch(actual, holds(MISMATCH_FORGETS))
                : new Recorded(sealed.in(FetchPhase.VERIFIED));
    }

    /** Records that the verified bytes are published under the blob's key. */
    public Report published(FetchSession verified) {
        return verified.phase() == FetchPhase.VERIFIED || !holds(ORDER_OF_COMMIT)
                ? new Recorded(verified.in(FetchPhase.PUBLISHED))
                : new Fenced();
    }

    /**
     * Returns whether a repository gets the blob.
     *
     * @param answered whether the upstream of this repository has answered that it has the blob there. That the bytes are in
     *     the storage is no reason: they may be those of a private repository
     */
    public boolean isLinked(FetchSession published, boolean answered) {
        return (published.phase() == FetchPhase.PUBLISHED || !holds(ORDER_OF_COMMIT))
                && (answered || !holds(LINK_ONLY_WHERE_ANSWERED));
    }

    /** Returns whether a writer may remove the stored session, with which the fetch ends. */
    public boolean isForgotten(FetchSession stored, FetchSession mine) {
        return isMine(stored, mine);
    }

    /**
     * Returns how many bytes clients may have.
     *
     * @param received how many bytes have arrived
     * @param size the size of the blob
     * @param verified whether their digest is the blob's digest
     */
    public long servable(long received, long size, boolean verified) {
        return verified || !holds(LAST_BYTES_ARE_HELD_BACK)
                ? received
                : Math.min(received, Math.max(0, size - heldBack));
    }

    private boolean isMine(FetchSession stored, FetchSession mine) {
        return !holds(GENERATION_IS_MINE) || stored.isHeldAs(mine);
    }

    private boolean holds(FetchGuard guard) {
        return guards.contains(guard);
    }
}
