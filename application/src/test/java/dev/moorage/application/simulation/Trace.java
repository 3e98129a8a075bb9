package dev.moorage.application.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last events, and a hash of all events. */
final class Trace {
    private static final int LAST = 400;

    private final Deque<String> last = new ArrayDeque<>();
    private long hash = 1;
    private long steps;

    void add(String line) {
        steps++;
        note(steps + " " + line);
    }

    /** Records the result of a step. */
    void note(String line) {
        hash = hash * 1_000_003 + line.hashCode();
        last.addLast(line);
        if (last.size() > LAST) {
            last.removeFirst();
        }
    }

    long hash() {
        return hash;
    }

    long steps() {
        return steps;
    }

    @Override
    public String toString() {
        return String.join("\n", last);
    }
}
