package dev.moorage.application.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The expected state of one upload: the bodies that were sent, which of their bytes were acknowledged, and what may
 * have ended it.
 */
final class Ledger {
    private final List<Attempt> attempts = new ArrayList<>();
    private Optional<byte[]> agreed = Optional.of(new byte[0]);
    private long told;
    private int life;
    private boolean mayBeGone;
    private boolean published;

    /** A body that was sent, with its start offset. */
    private record Attempt(long from, byte[] body) {}

    void attempt(long from, byte[] body) {
        attempts.add(new Attempt(from, body));
    }

    /** Returns the acknowledged bytes. The result is empty if a power cut has made them unknown. */
    Optional<byte[]> agreed() {
        return agreed;
    }

    /**
     * Records an acknowledgement. The new bytes must be the beginning of one body that was sent from the previous
     * offset.
     */
    void acknowledge(byte[] staged, int size) {
        if (agreed.isPresent()) {
            int before = agreed.get().length;
            boolean body = attempts.stream()
                    .filter(attempt -> attempt.from() == before && attempt.body().length >= size - before)
                    .anyMatch(attempt -> Arrays.equals(staged, before, size, attempt.body(), 0, size - before));
            if (size > before && !body) {
                throw new Violation("(5) acknowledged bytes " + before + " to " + size + " are no accepted body's");
            }
        }
        agreed = Optional.of(Arrays.copyOf(staged, size));
    }

    /** Returns whether the staged bytes start with the acknowledged ones. */
    boolean isIn(byte[] staged) {
        return agreed.filter(bytes ->
                        staged.length < bytes.length || !Arrays.equals(bytes, 0, bytes.length, staged, 0, bytes.length))
                .isEmpty();
    }

    long told() {
        return told;
    }

    /** Records that an offset was reported to a client. */
    void tell(long offset, long toldBefore, int lifeBefore) {
        if (lifeBefore != life) {
            return;
        }
        if (offset < toldBefore) {
            throw new Violation("(4) the acknowledged offset went back from " + toldBefore + " to " + offset);
        }
        told = Math.max(told, offset);
    }

    int life() {
        return life;
    }

    boolean mayBeGone() {
        return mayBeGone;
    }

    void mayBeGoneNow() {
        mayBeGone = true;
    }

    boolean isPublished() {
        return published;
    }

    void publish() {
        published = true;
    }

    /** Records that the record was deleted. An upload with the same id begins with no bytes. */
    void end() {
        agreed = Optional.of(new byte[0]);
        told = 0;
        life++;
        mayBeGone = true;
        published = false;
    }

    /** Records that the store has lost acknowledged bytes. */
    void lose() {
        agreed = Optional.empty();
        mayBeGone = true;
    }

    /** Records that acknowledged bytes may be lost. */
    void powerCut() {
        end();
        lose();
    }
}
