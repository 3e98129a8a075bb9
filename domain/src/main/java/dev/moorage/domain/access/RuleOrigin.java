package dev.moorage.domain.access;

import java.util.Objects;

/**
 * The place of a rule in a file, for explanations.
 *
 * @param file the file, or what stands for it
 * @param line from 1, or 0 where there is none
 */
public record RuleOrigin(String file, int line) {
    public RuleOrigin {
        Objects.requireNonNull(file);
    }

    /** Returns the place without the folder of the file. */
    public String inShort() {
        return toString().substring(file.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file;
    }
}
