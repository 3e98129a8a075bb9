package dev.moorage.storage.fs;

import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.io.BlockingCalls;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

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
    private boolean walk(Path directory, ObjectKey prefix, ListOptions options, List<ObjectPage.Entry> entries)
            throws IOException {
        for (Child child : children(directory, prefix)) {
            boolean more = child.isWalked(options)
                    ? walkInto(child, options, entries)
                    : child.isListed(options) && add(child.entry, options, entries);
            if (more) {
                return true;
            }
        }
        return false;
    }

    private boolean walkInto(Child child, ListOptions options, List<ObjectPage.Entry> entries) throws IOException {
        if (!child.mayHoldAfter(options.after().orElse(""))) {
            return false;
        }
        try {
            return walk(child.path, child.entry.key(), options, entries);
        } catch (AccessDeniedException e) {
            if (isStateOfUploads(child.entry.key())) {
                return false;
            }
            if (!options.marking()) {
                throw e;
            }
            ObjectPage.Entry unreadable = new ObjectPage.Unreadable(child.entry.key(), FilesystemExceptions.reason(e));
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

    private final class Child {
        private final Path path;
        private final ObjectPage.Entry entry;

        Child(Path path, ObjectPage.Entry entry) {
            this.path = path;
            this.entry = entry;
        }

        boolean isWalked(ListOptions options) {
            return entry instanceof ObjectPage.Folded && !options.delimited();
        }

        /**
         * Whether some entries below the directory sort after a text. All keys below it start with the directory's own key
         * and a slash.
         */
        boolean mayHoldAfter(String text) {
            String start = entry.key().value() + "/";
            return text.startsWith(start) || start.compareTo(text) > 0;
        }

        /**
         * Whether the entry is listed. A directory is when an object is in it, or may be in a part of it that cannot be read.
         *
         * @throws StorageUnavailableException when the directory is a link that is refused, and the listing does not mark it
         */
        boolean isListed(ListOptions options) throws IOException {
            return isAfter(entry, options)
                    && switch (entry) {
                        case ObjectPage.Found _ -> true;
                        case ObjectPage.Unreadable refused -> {
                            if (!options.marking()) {
                                throw new StorageUnavailableException(refused.reason());
                            }
                            yield true;
                        }
                        case ObjectPage.Folded _ -> holdsAny();
                    };
        }

        private boolean holdsAny() throws IOException {
            try {
                for (Child child : children(path, entry.key())) {
                    if (!(child.entry instanceof ObjectPage.Folded) || child.holdsAny()) {
                        return true;
                    }
                }
                return false;
            } catch (AccessDeniedException _) {
                return true;
            }
        }
    }

    private Iterable<Child> children(Path directory, ObjectKey prefix) throws IOException {
        TreeMap<String, Child> children = new TreeMap<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            for (Path path : paths) {
                Optional<Child> child = child(path, prefix);
                child.ifPresent(found -> children.put(found.entry.text(), found));
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        }
        return children.values();
    }

    private Optional<Child> child(Path path, ObjectKey prefix) throws IOException {
        String name = path.getFileName().toString();
        if (name.equals(Root.OWN)) {
            return Optional.empty();
        }
        try {
            return entry(path, prefix.resolve(name)).map(entry -> new Child(path, entry));
        } catch (IllegalArgumentException | NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private Optional<ObjectPage.Entry> entry(Path path, ObjectKey key) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()) {
            return Optional.of(new ObjectPage.Found(key, attributes.size()));
        }
        try {
            return attributes.isDirectory() || attributes.isSymbolicLink() && links.isFolder(key, path)
                    ? Optional.of(new ObjectPage.Folded(key))
                    : Optional.empty();
        } catch (StorageUnavailableException e) {
            return Optional.of(new ObjectPage.Unreadable(key, String.valueOf(e.getMessage())));
        }
    }
}
