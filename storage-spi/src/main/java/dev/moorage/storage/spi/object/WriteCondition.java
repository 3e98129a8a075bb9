package dev.moorage.storage.spi.object;

import java.util.Objects;

/** A condition that must hold at the very moment at which a write or a delete takes effect. */
public sealed interface WriteCondition {
    /** No condition: the last writer wins. */
    WriteCondition ANY = new Any();
    /** There is no object under the key. */
    WriteCondition IF_ABSENT = new IfAbsent();

    /** The object still has the given version. */
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
