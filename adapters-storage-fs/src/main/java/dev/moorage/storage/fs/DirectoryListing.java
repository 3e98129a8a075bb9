package dev.moorage.storage.fs;

import dev.moorage.application.port.out.storage.ListOptions;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.ObjectPage;
import java.io.IOException;
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
 * Lists files in the order of their keys as strings, in which a directory sorts as its name with a {@code /} behind it. One
 * directory's names are in memory at a time, for each level. What is no key, and what holds no file, is not there.
 */
final class DirectoryListing {
    private final FolderLinks links;

    DirectoryListing(FolderLinks links) {
        this.links = links;
    }

    /** A page of what is below a prefix. */
    ObjectPage page(Path directory, ObjectKey prefix, ListOptions options) throws IOException {
        List<ObjectPage.Entry> entries = new ArrayList<>();
        boolean more = walk(directory, prefix, options, entries);
        return new ObjectPage(entries, more ? Optional.of(entries.getLast().text()) : Optional.empty());
    }

    /** Adds what is below a directory until the page is full; tells whether there is more. */
    private boolean walk(Path directory, ObjectKey prefix, ListOptions options, List<ObjectPage.Entry> entries)
            throws IOException {
        String after = options.after().orElse("");
        for (Child child : children(directory, prefix)) {
            if (child.directory && !options.delimited()) {
                if (child.mayHoldAfter(after) && walk(child.path, child.key, options, entries)) {
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

        /** Whether some of what is in the directory sorts after a text: its keys all start with its own and a slash. */
        boolean mayHoldAfter(String text) {
            String start = key.value() + "/";
            return text.startsWith(start) || start.compareTo(text) > 0;
        }

        /** A directory is there when an object is in it. */
        boolean isListed() throws IOException {
            if (!directory) {
                return true;
            }
            List<ObjectPage.Entry> first = new ArrayList<>();
            walk(path, key, ListOptions.recursive(1), first);
            return !first.isEmpty();
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
