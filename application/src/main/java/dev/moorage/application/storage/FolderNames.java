package dev.moorage.application.storage;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectUnreadableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The first names of the folders below a prefix that sort after a text, in the order of strings. A store lists a folder as its
 * name followed by {@code /}, where {@code a-b/} comes before {@code a/}.
 *
 * @param names the names, whether or not they are names of repositories or tags
 * @param unreadable the folders that cannot be read alone
 * @param more whether further names may follow
 */
public record FolderNames(NavigableSet<String> names, List<ObjectPage.Unreadable> unreadable, boolean more) {
    /** The most entries of a page. Stores with a lower maximum return fewer. */
    private static final int MAX_PAGE = 10_000;

    public FolderNames {
        names = new TreeSet<>(names);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Lists a page of names. The cost does not grow with the number of folders: the listing begins at {@code last} and ends
     * after {@code most} names. A name that the listing has not reached sorts before one that it has only if it is a prefix of
     * it, as {@code a} is of {@code a-b}. Those prefixes of the page's last name are looked up.
     *
     * @param last any text, which need not be a name
     * @param most the most names to return, 1 or more
     */
    public static FolderNames after(StorageDriver storage, ObjectKey parent, String last, int most) throws IOException {
        return list(storage, parent, last, most, ListOptions.children(page(most)));
    }

    /** Lists a page of names as {@link #after} does. A folder that cannot be read alone does not make it fail. */
    public static FolderNames markingUnreadable(StorageDriver storage, ObjectKey parent, String last, int most)
            throws IOException {
        return list(
                storage, parent, last, most, ListOptions.children(page(most)).markingUnreadable());
    }

    private static int page(int most) {
        return Math.clamp(most + 1L, 1, MAX_PAGE);
    }

    private static FolderNames list(StorageDriver storage, ObjectKey parent, String last, int most, ListOptions options)
            throws IOException {
        NavigableSet<String> names = new TreeSet<>();
        List<ObjectPage.Unreadable> unreadable = new ArrayList<>();
        String start = parent.value() + "/" + last;
        String[] reached = {start};
        boolean[] more = {false};
        new ObjectWalk(storage, parent, options.after(start)).forEachPage(page -> {
            for (ObjectPage.Entry entry : page.entries()) {
                String name = entry.key().name();
                switch (entry) {
                    case ObjectPage.Folded _ when name.compareTo(last) > 0 -> names.add(name);
                    case ObjectPage.Unreadable folder -> unreadable.add(folder);
                    default -> {}
                }
                reached[0] = entry.text();
            }
            more[0] = names.size() >= most && page.next().isPresent();
            return !more[0];
        });
        if (more[0]) {
            addPrefixes(storage, parent, last, most, reached[0], names);
        }
        boolean cut = false;
        while (names.size() > most) {
            names.removeLast();
            cut = true;
        }
        return new FolderNames(names, unreadable, more[0] || cut);
    }

    private static void addPrefixes(
            StorageDriver storage, ObjectKey parent, String last, int most, String reached, NavigableSet<String> names)
            throws IOException {
        for (Optional<String> missing = Optional.of(""); missing.isPresent(); ) {
            while (names.size() > most) {
                names.removeLast();
            }
            missing = firstMissingPrefix(storage, parent, last, reached, names);
            missing.ifPresent(names::add);
        }
    }

    /** Returns the shortest prefix of the last name that is a folder and that the listing has not reached. */
    private static Optional<String> firstMissingPrefix(
            StorageDriver storage, ObjectKey parent, String last, String reached, NavigableSet<String> names)
            throws IOException {
        String name = names.last();
        for (int i = 1; i < name.length(); i++) {
            String prefix = name.substring(0, i);
            if (name.charAt(i) < '/'
                    && prefix.compareTo(last) > 0
                    && !names.contains(prefix)
                    && (parent.value() + "/" + prefix + "/").compareTo(reached) > 0
                    && isFolder(storage, parent.resolve(prefix))) {
                return Optional.of(prefix);
            }
        }
        return Optional.empty();
    }

    private static boolean isFolder(StorageDriver storage, ObjectKey key) throws IOException {
        try {
            return !storage.list(key, ListOptions.recursive(1)).entries().isEmpty();
        } catch (ObjectUnreadableException _) {
            return true;
        }
    }
}
