package dev.moorage.application.service.manifest;

import java.util.List;

/**
 * The keys of one JSON object that the specification defines, and which of them the object has had. Go's {@code
 * encoding/json} takes {@code "Layers"} for {@code layers} and lets the last one count; other readers do not.
 */
final class KnownKeys {
    private final List<String> names;
    private int met;

    /**
     * @param names at most 32
     */
    KnownKeys(List<String> names) {
        this.names = names;
    }

    /** The key of that spelling; one of another letter case where there is none; empty for any other. */
    String find(String spelling) {
        if (names.contains(spelling)) {
            return spelling;
        }
        for (String name : names) {
            if (name.equalsIgnoreCase(spelling)) {
                return name;
            }
        }
        return "";
    }

    /** Whether the object has had this key before. */
    boolean repeats(String name) {
        int bit = 1 << names.indexOf(name);
        boolean before = (met & bit) != 0;
        met |= bit;
        return before;
    }
}
