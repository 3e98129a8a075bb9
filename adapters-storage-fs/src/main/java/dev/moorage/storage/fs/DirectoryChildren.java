package dev.moorage.storage.fs;

import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
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
import java.util.PriorityQueue;

/**
 * The children of one directory in the order of a listing. All names are read at once. The attributes of a child, which tell
 * whether it sorts as a file or as a directory, are read when its turn may have come. A page of a large directory therefore
 * costs about as many stats as it has entries.
 */
final class DirectoryChildren {
    private final Path directory;
    private final ObjectKey key;
    private final FolderLinks links;
    private final PriorityQueue<Child> waiting;

    private DirectoryChildren(Path directory, ObjectKey key, FolderLinks links, List<Child> children) {
        this.directory = directory;
        this.key = key;
        this.links = links;
        this.waiting = new PriorityQueue<>(children);
    }

    /**
     * A child that waits for its turn. A directory sorts as its name followed by {@code /}, so the name alone never sorts
     * after the child.
     *
     * @param text the text by which the child sorts: its name, with a {@code /} where it is known to be a directory
     * @param entry the entry of the listing, where the attributes have been read
     */
    private record Child(String text, Optional<ObjectPage.Entry> entry) implements Comparable<Child> {
        @Override
        public int compareTo(Child other) {
            return text.compareTo(other.text);
        }
    }

    /**
     * Reads the names of a directory. A directory that is absent has no children.
     *
     * @param key the key of the directory
     * @param after leaves out the children that sort up to this text of a listing, and whose descendants do too
     */
    static DirectoryChildren read(Path directory, ObjectKey key, String after, FolderLinks links) throws IOException {
        List<Child> children = new ArrayList<>();
        String start = key.value() + "/";
        if (after.startsWith(start) || start.compareTo(after) > 0) {
            String rest = after.startsWith(start) ? after.substring(start.length()) : "";
            try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
                for (Path path : paths) {
                    String name = path.getFileName().toString();
                    if (!name.equals(Root.OWN) && mayHoldAfter(name, rest)) {
                        children.add(new Child(name, Optional.empty()));
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException _) {
                children.clear();
            }
        }
        return new DirectoryChildren(directory, key, links, children);
    }

    private static boolean mayHoldAfter(String name, String rest) {
        String asDirectory = name + "/";
        return asDirectory.compareTo(rest) > 0 || rest.startsWith(asDirectory);
    }

    /** Returns the next child, or empty after the last one. */
    Optional<ObjectPage.Entry> next() throws IOException {
        while (!waiting.isEmpty()) {
            Child first = waiting.remove();
            if (first.entry().isPresent()) {
                return first.entry();
            }
            Optional<ObjectPage.Entry> entry = entry(first.text());
            if (entry.isPresent()) {
                String text = entry.get() instanceof ObjectPage.Found ? first.text() : first.text() + "/";
                if (waiting.isEmpty() || text.compareTo(waiting.element().text()) < 0) {
                    return entry;
                }
                waiting.add(new Child(text, entry));
            }
        }
        return Optional.empty();
    }

    /** Returns the entry for a name, or empty where it is no key, or is not there any more. */
    private Optional<ObjectPage.Entry> entry(String name) throws IOException {
        try {
            return entry(directory.resolve(name), key.resolve(name));
        } catch (IllegalArgumentException | NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private Optional<ObjectPage.Entry> entry(Path path, ObjectKey child) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()) {
            return Optional.of(new ObjectPage.Found(child, attributes.size()));
        }
        try {
            return attributes.isDirectory() || attributes.isSymbolicLink() && links.isFolder(child, path)
                    ? Optional.of(new ObjectPage.Folded(child))
                    : Optional.empty();
        } catch (StorageUnavailableException e) {
            return Optional.of(new ObjectPage.Unreadable(child, String.valueOf(e.getMessage())));
        }
    }
}
