package dev.moorage.application.port.out.storage;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of a listing, in the order of the keys as strings; a folded entry sorts as its key with the {@code /} behind it.
 *
 * @param entries the objects, and where the listing is delimited the prefixes below which there is at least one object
 * @param next what to give as {@link ListOptions#after()} for the page that follows; empty on the last one
 */
public record ObjectPage(List<Entry> entries, Optional<ObjectKey> next) {
    public ObjectPage {
        entries = List.copyOf(entries);
        Objects.requireNonNull(next);
    }

    /** One line of a listing. */
    public sealed interface Entry {
        /** The object's key, or the prefix without its last {@code /}. */
        ObjectKey key();
    }

    /** An object. Its version may be cheaper than that of {@link StorageDriver#stat}, and is not for conditions. */
    public record Found(ObjectKey key, long size) implements Entry {
        public Found {
            Objects.requireNonNull(key);
        }
    }

    /** Everything below a key, folded. */
    public record Folded(ObjectKey key) implements Entry {
        public Folded {
            Objects.requireNonNull(key);
        }
    }
}
