package dev.moorage.application.storage;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.Optional;

/**
 * A walk through all pages of a listing.
 *
 * @param options the options of the first page
 */
public record ObjectWalk(StorageDriver storage, ObjectKey prefix, ListOptions options) {
    private static final int PAGE = 1000;

    /** Visits one entry of a listing. */
    public interface EntryVisitor {
        /**
         * Called for each entry, in the order of the listing.
         *
         * @throws IOException ends the walk
         */
        void visit(ObjectPage.Entry entry) throws IOException;
    }

    /** Visits one page of a listing. */
    public interface PageVisitor {
        /**
         * Called for each page, in order.
         *
         * @return whether the walk goes on to the next page
         * @throws IOException ends the walk
         */
        boolean visit(ObjectPage page) throws IOException;
    }

    /** Returns a walk through all keys below a prefix. */
    public static ObjectWalk recursive(StorageDriver storage, ObjectKey prefix) {
        return new ObjectWalk(storage, prefix, ListOptions.recursive(PAGE));
    }

    /** Returns a walk through what is directly below a prefix. */
    public static ObjectWalk children(StorageDriver storage, ObjectKey prefix) {
        return new ObjectWalk(storage, prefix, ListOptions.children(PAGE));
    }

    /** Returns the same walk, with entries for what cannot be read. */
    public ObjectWalk markingUnreadable() {
        return new ObjectWalk(storage, prefix, options.markingUnreadable());
    }

    /** Returns the same walk, which starts after a text if there is one. */
    public ObjectWalk after(Optional<String> text) {
        return text.map(start -> new ObjectWalk(storage, prefix, options.after(start)))
                .orElse(this);
    }

    /** Visits all entries. */
    public void forEach(EntryVisitor visitor) throws IOException {
        forEachPage(page -> {
            for (ObjectPage.Entry entry : page.entries()) {
                visitor.visit(entry);
            }
            return true;
        });
    }

    /** Visits all pages, or those up to one after which the visitor stops the walk. */
    public void forEachPage(PageVisitor visitor) throws IOException {
        ListOptions at = options;
        while (true) {
            ObjectPage page = storage.list(prefix, at);
            if (!visitor.visit(page) || page.next().isEmpty()) {
                return;
            }
            at = at.after(page.next().get());
        }
    }
}
