package dev.moorage.storage.tck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Records what several threads did to one object and which results they got. Checks whether the calls could have happened
 * one after another, each at some moment between its begin and its end. Each put has a value of its own. {@link #ABSENT}
 * stands for an absent object.
 */
final class RegisterHistory {
    static final int ABSENT = 0;
    private static final int MOST_CALLS = 64;

    private final List<Call> calls = new ArrayList<>();
    private int clock;

    /** The effect of a call on a register, as its result shows. */
    sealed interface Effect {
        /** The value after the call, or empty when the call cannot have this result at the given value. */
        OptionalInt after(int value);
    }

    /** A read that saw a value. */
    record Read(int seen) implements Effect {
        @Override
        public OptionalInt after(int value) {
            return value == seen ? OptionalInt.of(value) : OptionalInt.empty();
        }
    }

    /** An unconditional write of a value. {@link #ABSENT} stands for a delete. */
    record Write(int written) implements Effect {
        @Override
        public OptionalInt after(int value) {
            return OptionalInt.of(written);
        }
    }

    /** A write on the condition that a value is there, and whether it took effect. */
    record WriteIf(int expected, int written, boolean done) implements Effect {
        @Override
        public OptionalInt after(int value) {
            if (done != (value == expected)) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(done ? written : value);
        }
    }

    /** One call, between two moments. */
    record Call(int thread, int begin, int end, Effect effect) {
        @Override
        public String toString() {
            return "%d[%d-%d]%s".formatted(thread, begin, end, effect);
        }
    }

    /** A moment that is later than all earlier ones. */
    synchronized int now() {
        return clock++;
    }

    /** Records a call that began at the given moment and ends now. */
    synchronized void add(int thread, int begin, Effect effect) {
        calls.add(new Call(thread, begin, clock++, effect));
    }

    /**
     * Whether there is an order of the calls, one at a time, in which every result is right. The object is absent at first.
     */
    synchronized boolean isLinearizable() {
        if (calls.size() > MOST_CALLS) {
            throw new IllegalStateException("too many calls for the search");
        }
        return search(0, ABSENT, new HashSet<>());
    }

    private record Visited(long done, int value) {}

    private boolean search(long done, int value, Set<Visited> visited) {
        if (Long.bitCount(done) == calls.size()) {
            return true;
        }
        if (!visited.add(new Visited(done, value))) {
            return false;
        }
        int firstEnd = Integer.MAX_VALUE;
        for (int i = 0; i < calls.size(); i++) {
            if ((done & 1L << i) == 0) {
                firstEnd = Math.min(firstEnd, calls.get(i).end());
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            if ((done & 1L << i) == 0 && call.begin() < firstEnd) {
                OptionalInt after = call.effect().after(value);
                if (after.isPresent() && search(done | 1L << i, after.getAsInt(), visited)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public synchronized String toString() {
        return calls.toString();
    }
}
