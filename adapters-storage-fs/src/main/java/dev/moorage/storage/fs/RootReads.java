package dev.moorage.storage.fs;

import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectUnreadableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Optional;

/** Answers the driver's read calls. No object counts as absent while the root is gone. */
final class RootReads {
    private final Root root;
    private final RootPresence presence;
    private final ObjectReads objects;
    private final DirectoryListing listing;

    RootReads(Root root, RootPresence presence, ObjectReads objects) {
        this.root = root;
        this.presence = presence;
        this.objects = objects;
        this.listing = new DirectoryListing(root.links());
    }

    /** A call that works on the files of a key. */
    interface Call<T> {
        T apply() throws IOException;
    }

    /** Makes a call, and translates a failure into one that callers of the driver may see. */
    <T> T translating(ObjectKey key, Call<T> call) throws IOException {
        try {
            return call.apply();
        } catch (IOException e) {
            IOException translated = FilesystemExceptions.translated(e);
            if (!translated.equals(e)) {
                presence.require(key);
            }
            throw translated;
        }
    }

    private static <T> T reading(Call<T> call) throws IOException {
        try {
            return call.apply();
        } catch (AccessDeniedException e) {
            ObjectUnreadableException unreadable = new ObjectUnreadableException(FilesystemExceptions.reason(e));
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return translating(key, () -> there(key, reading(() -> objects.stat(key))));
    }

    Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
        return translating(key, () -> {
            Optional<ObjectReads.Opened> opened = there(key, reading(() -> objects.open(key)));
            return opened.map(found -> new FileContent(found.file(), found.info(), range));
        });
    }

    private <T> Optional<T> there(ObjectKey key, Optional<T> found) throws IOException {
        if (found.isEmpty()) {
            presence.require(key);
        }
        return found;
    }

    ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
        return translating(prefix, () -> {
            ObjectPage page = options.marking() ? marked(prefix, options) : listed(prefix, options);
            if (page.entries().isEmpty()) {
                presence.require(prefix);
            }
            return page;
        });
    }

    private ObjectPage listed(ObjectKey prefix, ListOptions options) throws IOException {
        return listing.page(root.of(prefix), prefix, options);
    }

    /** Lists, and marks the prefix itself where it cannot be read. */
    private ObjectPage marked(ObjectKey prefix, ListOptions options) throws IOException {
        try {
            return listed(prefix, options);
        } catch (AccessDeniedException e) {
            return unreadable(prefix, FilesystemExceptions.reason(e));
        } catch (StorageUnavailableException e) {
            return unreadable(prefix, String.valueOf(e.getMessage()));
        }
    }

    private static ObjectPage unreadable(ObjectKey prefix, String reason) {
        return new ObjectPage(List.of(new ObjectPage.Unreadable(prefix, reason)), Optional.empty());
    }
}
