package dev.moorage.storage.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of a listing, in the order of the entries' texts as strings.
 *
 * @param entries the objects, and where the listing is delimited the prefixes below which there is at least one object
 * @param next what to give as {@link ListOptions#after()} for the page that follows; empty on the last one
 */
public record ObjectPage(List<Entry> entries, Optional<String> next) {
    public ObjectPage {
        entries = List.copyOf(entries);
        Objects.requireNonNull(next);
    }

    /** One line of a listing. */
    public sealed interface Entry {
        /** The object's key, or the prefix without its last {@code /}. */
        ObjectKey key();

        /** What the entry sorts as: an object's key, or what is folded with the {@code /} that it is folded at. */
        String text();
    }

    /**
     * An object.
     *
     * @param size its length in bytes
     */
    public record Found(ObjectKey key, long size) implements Entry {
        public Found {
            Objects.requireNonNull(key);
        }

        @Override
        public String text() {
            return key.value();
        }
    }

    /** Everything below a key, folded. */
    public record Folded(ObjectKey key) implements Entry {
        public Folded {
            Objects.requireNonNull(key);
        }

        @Override
        public String text() {
            return key.value() + "/";
        }
    }
}
