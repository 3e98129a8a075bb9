package dev.moorage.storage.spi;

import java.util.Objects;

/** What must hold at the very moment a write or a delete takes effect. */
public sealed interface WriteCondition {
    /** Nothing: the last writer wins. */
    WriteCondition ANY = new Any();
    /** There is no object of that key. */
    WriteCondition IF_ABSENT = new IfAbsent();

    /** The object has that version still. */
    static WriteCondition ifVersion(ObjectVersion version) {
        return new IfVersion(version);
    }

    /** See {@link #ANY}. */
    record Any() implements WriteCondition {}

    /** See {@link #IF_ABSENT}. */
    record IfAbsent() implements WriteCondition {}

    /** See {@link #ifVersion}. */
    record IfVersion(ObjectVersion version) implements WriteCondition {
        public IfVersion {
            Objects.requireNonNull(version);
        }
    }
}
