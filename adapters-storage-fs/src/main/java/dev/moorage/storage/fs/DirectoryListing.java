package dev.moorage.storage.fs;

import dev.moorage.storage.spi.ListOptions;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.ObjectPage;
import dev.moorage.storage.spi.io.BlockingCalls;
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

    DirectoryListing(FolderLinks links) {
        this.links = links;
    }

    /** What to do about a subfolder that this process may not read. */
    private interface Unreadable {
        void met(ObjectKey folder, AccessDeniedException reason) throws IOException;
    }

    /**
     * Lists a page of the objects below a prefix. A large directory takes long to read, but it does not block a carrier of
     * virtual threads.
     */
    ObjectPage page(Path directory, ObjectKey prefix, ListOptions options) throws IOException {
        return BlockingCalls.call(() -> pageHere(directory, prefix, options));
    }

    private ObjectPage pageHere(Path directory, ObjectKey prefix, ListOptions options) throws IOException {
        List<ObjectPage.Entry> entries = new ArrayList<>();
        boolean more = walk(directory, prefix, options, entries, DirectoryListing::skipUploads);
        return new ObjectPage(entries, more ? Optional.of(entries.getLast().text()) : Optional.empty());
    }

    /**
     * Skips the state of uploads, which only the server may read, so that another user can list the content of a registry
     * without it. Throws the reason for any other folder.
     */
    private static void skipUploads(ObjectKey folder, AccessDeniedException reason) throws IOException {
        if (!folder.value().contains("/_uploads")) {
            throw reason;
        }
    }

    /**
     * Adds the entries below a directory until the page is full.
     *
     * @return whether there are more entries
     */
    private boolean walk(
            Path directory,
            ObjectKey prefix,
            ListOptions options,
            List<ObjectPage.Entry> entries,
            Unreadable unreadable)
            throws IOException {
        String after = options.after().orElse("");
        for (Child child : children(directory, prefix)) {
            if (child.directory && !options.delimited()) {
                if (child.mayHoldAfter(after) && walkInto(child, options, entries, unreadable)) {
                    return true;
                }
            } else if (child.entry().text().compareTo(after) > 0 && child.isListed()) {
                if (entries.size() == options.limit()) {
                    return true;
                }
                entries.add(child.entry());
            }
        }
        return false;
    }

    private boolean walkInto(Child child, ListOptions options, List<ObjectPage.Entry> entries, Unreadable unreadable)
            throws IOException {
        try {
            return walk(child.path, child.key, options, entries, unreadable);
        } catch (AccessDeniedException e) {
            unreadable.met(child.key, e);
            return false;
        }
    }

    private final class Child {
        private final ObjectKey key;
        private final Path path;
        private final boolean directory;
        private final long size;

        Child(ObjectKey key, Path path, boolean directory, long size) {
            this.key = key;
            this.path = path;
            this.directory = directory;
            this.size = size;
        }

        ObjectPage.Entry entry() {
            return directory ? new ObjectPage.Folded(key) : new ObjectPage.Found(key, size);
        }

        /**
         * Whether some entries below the directory sort after a text. All keys below it start with the directory's own key
         * and a slash.
         */
        boolean mayHoldAfter(String text) {
            String start = key.value() + "/";
            return text.startsWith(start) || start.compareTo(text) > 0;
        }

        /** Whether the directory is listed. It is when an object is in it, or may be in a part of it that cannot be read. */
        boolean isListed() throws IOException {
            if (!directory) {
                return true;
            }
            List<ObjectPage.Entry> first = new ArrayList<>();
            try {
                walk(path, key, ListOptions.recursive(1), first, (_, reason) -> {
                    throw reason;
                });
                return !first.isEmpty();
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
                child.ifPresent(found -> children.put(found.entry().text(), found));
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
            ObjectKey key = prefix.resolve(name);
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean directory = attributes.isDirectory() || attributes.isSymbolicLink() && links.isFolder(key, path);
            return directory || attributes.isRegularFile()
                    ? Optional.of(new Child(key, path, directory, attributes.size()))
                    : Optional.empty();
        } catch (IllegalArgumentException | NoSuchFileException _) {
            return Optional.empty();
        }
    }
}
