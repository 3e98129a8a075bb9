package dev.moorage.bootstrap.access;

import java.util.Objects;

/**
 * Something that is wrong in the rules.
 *
 * @param line from 1, or 0 where it is unknown
 * @param key the path of the key, such as {@code rules[2].may}, or empty
 * @param reason what is wrong, and what would be right
 */
public record RulesProblem(int line, String key, String reason) {
    public RulesProblem {
        Objects.requireNonNull(key);
        Objects.requireNonNull(reason);
    }

    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ": " : "") + (key.isEmpty() ? "" : key + ": ") + reason;
    }
}
