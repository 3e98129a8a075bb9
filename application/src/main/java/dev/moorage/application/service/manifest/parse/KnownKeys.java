package dev.moorage.application.service.manifest.parse;

import java.util.List;

/**
 * The keys of a JSON object that the specification defines, and those of them that the object has had so far. Go's
 * {@code encoding/json} reads {@code "Layers"} as {@code layers} and lets the last one count. Other readers do not.
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

    /**
     * Returns the key with this spelling, or else the key that differs only in letter case. The result is empty for any
     * other text.
     */
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

    /** Records a key of the object. Returns whether the object has had it before. */
    boolean repeats(String name) {
        int bit = 1 << names.indexOf(name);
        boolean before = (met & bit) != 0;
        met |= bit;
        return before;
    }
}
