package dev.moorage.storage.spi.object;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of a listing. Its entries are in the order of their texts as strings.
 *
 * @param entries the objects and, where the listing is delimited, the prefixes below which there is at least one object
 * @param next the text to pass as {@link ListOptions#after()} for the next page, or empty on the last page
 */
public record ObjectPage(List<Entry> entries, Optional<String> next) {
    public ObjectPage {
        entries = List.copyOf(entries);
        Objects.requireNonNull(next);
    }

    /** One entry of a listing. */
    public sealed interface Entry {
        /** The object's key, or the prefix without its last {@code /}. */
        ObjectKey key();

        /**
         * The text by which the entry is sorted: the key of an object, or a folded prefix including the {@code /} at which
         * it is folded.
         */
        String text();
    }

    /**
     * An object.
     *
     * @param size the length of its content in bytes
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

    /** A prefix that stands for everything below it. */
    public record Folded(ObjectKey key) implements Entry {
        public Folded {
            Objects.requireNonNull(key);
        }

        @Override
        public String text() {
            return key.value() + "/";
        }
    }

    /**
     * A folder that cannot be read alone, while the rest of the backend can. It stands for everything below it. Only a listing
     * that {@linkplain ListOptions#markingUnreadable() asks for it} has such entries.
     *
     * @param key the folder, which may be the prefix of the listing itself
     * @param reason why, without paths of the machine
     */
    public record Unreadable(ObjectKey key, String reason) implements Entry {
        public Unreadable {
            Objects.requireNonNull(key);
            Objects.requireNonNull(reason);
        }

        @Override
        public String text() {
            return key.value() + "/";
        }
    }
}
