package dev.moorage.application.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is known of one upload: the bodies that were sent, what was acknowledged of them, and what may have ended it. */
final class Ledger {
    private final List<Attempt> attempts = new ArrayList<>();
    private Optional<byte[]> agreed = Optional.of(new byte[0]);
    private long told;
    private int life;
    private boolean mayBeGone;
    private boolean published;

    /** A body, sent from an offset on. */
    private record Attempt(long from, byte[] body) {}

    void attempt(long from, byte[] body) {
        attempts.add(new Attempt(from, body));
    }

    /** The acknowledged bytes; empty when a power cut has made them unknown. */
    Optional<byte[]> agreed() {
        return agreed;
    }

    /** More bytes are acknowledged: they must be the beginning of one body, sent from where the bytes ended before. */
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

    /** Whether the acknowledged bytes are the beginning of what is staged. */
    boolean isIn(byte[] staged) {
        return agreed.filter(bytes ->
                        staged.length < bytes.length || !Arrays.equals(bytes, 0, bytes.length, staged, 0, bytes.length))
                .isEmpty();
    }

    long told() {
        return told;
    }

    /** A client hears of an offset. */
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

    /** The record is gone: an upload of the same id begins from nothing. */
    void end() {
        agreed = Optional.of(new byte[0]);
        told = 0;
        life++;
        mayBeGone = true;
        published = false;
    }

    /** The store has lost what is acknowledged. */
    void lose() {
        agreed = Optional.empty();
        mayBeGone = true;
    }

    /** What was acknowledged may be lost. */
    void powerCut() {
        end();
        lose();
    }
}
