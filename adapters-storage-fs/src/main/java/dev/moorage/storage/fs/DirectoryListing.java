package dev.moorage.storage.fs;

import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.io.BlockingCalls;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists files in the order of their keys as strings. In this order, a directory sorts as its name followed by {@code /}. For
 * each level, only the names of one directory are in memory at a time. Names that are not keys are not listed, and neither
 * are directories without files.
 */
final class DirectoryListing {
    private final FolderLinks links;
    private final BlockingCalls calls = new BlockingCalls();

    DirectoryListing(FolderLinks links) {
        this.links = links;
    }

    /**
     * Lists a page of the objects below a prefix. A large directory takes long to read, but it does not block a carrier of
     * virtual threads.
     */
    ObjectPage page(Path directory, ObjectKey prefix, ListOptions options) throws IOException {
        return calls.call(() -> pageHere(directory, prefix, options));
    }

    private ObjectPage pageHere(Path directory, ObjectKey prefix, ListOptions options) throws IOException {
        List<ObjectPage.Entry> entries = new ArrayList<>();
        boolean more = walk(directory, prefix, options, entries);
        return new ObjectPage(entries, more ? Optional.of(entries.getLast().text()) : Optional.empty());
    }

    /**
     * Adds the entries below a directory until the page is full.
     *
     * @return whether there are more entries
     */
    private boolean walk(Path directory, ObjectKey key, ListOptions options, List<ObjectPage.Entry> entries)
            throws IOException {
        DirectoryChildren children =
                DirectoryChildren.read(directory, key, options.after().orElse(""), links);
        for (Optional<ObjectPage.Entry> child = children.next(); child.isPresent(); child = children.next()) {
            Path path = directory.resolve(child.get().key().name());
            boolean more = child.get() instanceof ObjectPage.Folded folder && !options.delimited()
                    ? walkInto(path, folder.key(), options, entries)
                    : isListed(path, child.get(), options) && add(child.get(), options, entries);
            if (more) {
                return true;
            }
        }
        return false;
    }

    private boolean walkInto(Path path, ObjectKey folder, ListOptions options, List<ObjectPage.Entry> entries)
            throws IOException {
        try {
            return walk(path, folder, options, entries);
        } catch (AccessDeniedException e) {
            if (isStateOfUploads(folder)) {
                return false;
            }
            if (!options.marking()) {
                throw e;
            }
            ObjectPage.Entry unreadable = new ObjectPage.Unreadable(folder, FilesystemExceptions.reason(e));
            return isAfter(unreadable, options) && add(unreadable, options, entries);
        }
    }

    /**
     * Whether a folder holds the state of uploads, which only the server may read. It is skipped, so that another user can list
     * the content of a registry without it.
     */
    private static boolean isStateOfUploads(ObjectKey folder) {
        return folder.value().contains("/_uploads");
    }

    private static boolean isAfter(ObjectPage.Entry entry, ListOptions options) {
        return entry.text().compareTo(options.after().orElse("")) > 0;
    }

    /** Adds an entry where the page has room. Returns whether it has none. */
    private static boolean add(ObjectPage.Entry entry, ListOptions options, List<ObjectPage.Entry> entries) {
        if (entries.size() == options.limit()) {
            return true;
        }
        entries.add(entry);
        return false;
    }

    /**
     * Whether an entry is listed. A directory is when an object is in it, or may be in a part of it that cannot be read.
     *
     * @throws StorageUnavailableException when the directory is a link that is refused, and the listing does not mark it
     */
    private boolean isListed(Path path, ObjectPage.Entry entry, ListOptions options) throws IOException {
        return isAfter(entry, options)
                && switch (entry) {
                    case ObjectPage.Found _ -> true;
                    case ObjectPage.Unreadable refused -> {
                        if (!options.marking()) {
                            throw new StorageUnavailableException(refused.reason());
                        }
                        yield true;
                    }
                    case ObjectPage.Folded folder -> holdsAny(path, folder.key());
                };
    }

    private boolean holdsAny(Path directory, ObjectKey key) throws IOException {
        try {
            DirectoryChildren children = DirectoryChildren.read(directory, key, "", links);
            for (Optional<ObjectPage.Entry> child = children.next(); child.isPresent(); child = children.next()) {
                if (!(child.get() instanceof ObjectPage.Folded folder)
                        || holdsAny(directory.resolve(folder.key().name()), folder.key())) {
                    return true;
                }
            }
            return false;
        } catch (AccessDeniedException _) {
            return true;
        }
    }
}
