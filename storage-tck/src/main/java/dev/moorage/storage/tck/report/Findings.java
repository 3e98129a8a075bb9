package dev.moorage.storage.tck.report;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the tests of one driver found out in addition to passing: its capabilities, and what was measured. A test takes it as
 * a parameter.
 */
public final class Findings {
    private final Map<String, String> notes = new TreeMap<>();

    /** Records a fact for the summary. The last value recorded under a name counts. */
    public synchronized void note(String what, Object value) {
        notes.put(what, value.toString());
    }

    synchronized Map<String, String> notes() {
        return new TreeMap<>(notes);
    }
}
