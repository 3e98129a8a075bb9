package dev.moorage.application.service.repository;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.FolderNames;
import dev.moorage.domain.name.RepositoryName;
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
import java.util.Set;
import java.util.TreeSet;

/**
 * Lists the repositories in storage: every folder that contains a marker folder. The walk follows the order of names as
 * strings. Its next folder is always the first of those that were seen and not yet listed, because the content of a
 * folder sorts after the folder itself.
 */
public final class Catalog {
    private static final Set<String> CONTENT = Set.of("_manifests", "_layers");
    private static final Set<String> UPLOADS = Set.of("_uploads");

    /** The names that are read at once where a filter may leave out most of them. */
    private static final int MAX_PAGE = 10_000;

    private final StorageDriver storage;
    private final Set<String> markers;
    private final ListingFailureHandler onListingFailure;

    private Catalog(StorageDriver storage, Set<String> markers, ListingFailureHandler onListingFailure) {
        this.storage = storage;
        this.markers = markers;
        this.onListingFailure = onListingFailure;
    }

    /** Decides what happens when a folder cannot be listed. */
    public interface ListingFailureHandler {
        /**
         * Called for the folder. The walk skips it if this method returns.
         *
         * @throws IOException ends the walk
         */
        void onFailure(ObjectKey folder, IOException reason) throws IOException;
    }

    /** Returns the repositories that have content. What a folder holds that cannot be read alone is left out. */
    public static Catalog withContent(StorageDriver storage) {
        return new Catalog(storage, CONTENT, new UnreadableFolders());
    }

    /** Returns the repositories that have uploads, with or without content. */
    public static Catalog withUploads(StorageDriver storage, ListingFailureHandler onListingFailure) {
        return new Catalog(storage, UPLOADS, onListingFailure);
    }

    /** Returns whether a repository exists. */
    public boolean contains(RepositoryName name) throws IOException {
        return !isEmpty(RegistryKeys.manifests(name)) || !isEmpty(RegistryKeys.layers(name));
    }

    private boolean isEmpty(ObjectKey prefix) throws IOException {
        return storage.list(prefix, ListOptions.recursive(1)).entries().isEmpty();
    }

    /** Returns the first {@code most} repositories whose names sort after {@code last}. */
    public List<RepositoryName> namesAfter(String last, int most) throws IOException {
        return namesAfter(last, most, NameFilter.ALL, WalkLimit.NONE).names();
    }

    /** Returns the repository with a name, if it exists, and all those below it. Other folders are not read. */
    public List<RepositoryName> namesIn(RepositoryName namespace) throws IOException {
        List<RepositoryName> names = new ArrayList<>();
        if (contains(namespace)) {
            names.add(namespace);
        }
        Step below = new Step(RegistryKeys.REPOSITORIES, "", namespace.value(), false);
        names.addAll(walk(below.key(), below.path() + "/", "", Integer.MAX_VALUE, NameFilter.ALL, WalkLimit.NONE)
                .names());
        return names;
    }

    /** Returns what {@link #namesAfter(String, int)} does, or fewer names, at the bounded costs of a request. */
    public WalkedNames namesWithin(String last, int most) throws IOException {
        return namesAfter(last, most, NameFilter.ALL, WalkLimit.OF_A_REQUEST);
    }

    /**
     * Returns the first {@code most} of those repositories that the filter shows, whose names sort after {@code last}. A folder that
     * neither is such a repository nor may hold one is not read. The walk ends early at the limit.
     */
    WalkedNames namesAfter(String last, int most, NameFilter filter, WalkLimit limit) throws IOException {
        return walk(RegistryKeys.REPOSITORIES, "", last, most, filter, limit);
    }

    /** Walks through a folder, whose path has a {@code /} at its end or is empty for the root. */
    private WalkedNames walk(ObjectKey root, String path, String last, int most, NameFilter filter, WalkLimit limit)
            throws IOException {
        List<RepositoryName> found = new ArrayList<>();
        NavigableSet<Step> steps = new TreeSet<>();
        FolderReads reads = new FolderReads(storage);
        int page = filter.equals(NameFilter.ALL) ? Math.min(most, MAX_PAGE) : MAX_PAGE;
        boolean _ = expand(root, path, last, page, steps, reads);
        int folders = 1;
        for (int looked = 1; !steps.isEmpty() && found.size() < most; looked++) {
            readAhead(steps, reads, last, page, most - found.size(), filter);
            Step step = steps.removeFirst();
            Optional<RepositoryName> name = RepositoryName.tryParse(step.path()).filter(filter::includes);
            if (step.isNextPage()) {
                boolean _ = list(step.parent(), step.parentPath(), step.name(), page, steps, reads);
                folders++;
            } else if (name.isPresent() || filter.mayIncludeBelow(step.path())) {
                boolean repository = expand(step.key(), step.path() + "/", last, page, steps, reads);
                folders++;
                if (repository && name.isPresent() && step.path().compareTo(last) > 0) {
                    found.add(name.get());
                }
            }
            boolean spent = looked >= limit.names() || folders >= limit.folders();
            if (spent && found.size() < most && step.path().compareTo(last) > 0) {
                // Steps are taken in the order of names, so nothing up to this one is left, and each walk gets further.
                return new WalkedNames(found, steps.isEmpty() ? Optional.empty() : Optional.of(step.path()));
            }
        }
        return new WalkedNames(found, Optional.empty());
    }

    /** Begins to read the folders that come next, as many as may be needed. */
    private static void readAhead(
            NavigableSet<Step> steps, FolderReads reads, String last, int page, int needed, NameFilter filter) {
        int room = Math.min(reads.room(), needed);
        if (room <= 0) {
            return;
        }
        steps.stream()
                .takeWhile(step -> !step.isNextPage())
                .filter(step -> !last.startsWith(step.path() + "/"))
                .filter(step -> filter.mayIncludeBelow(step.path())
                        || RepositoryName.tryParse(step.path())
                                .filter(filter::includes)
                                .isPresent())
                .limit(room)
                .forEach(step -> reads.begin(step.key(), page));
    }

    /**
     * A step of the walk: a folder to look into, or the next page of the names of a folder. Steps are taken in the order of
     * paths as strings. A page therefore comes before the names that are on it, and after those before it.
     *
     * @param parentPath the path of the folder with this name, with a {@code /} at its end, or empty for the root
     * @param isNextPage whether the step lists the names in the parent after this name
     */
    private record Step(ObjectKey parent, String parentPath, String name, boolean isNextPage)
            implements Comparable<Step> {
        String path() {
            return parentPath + name;
        }

        ObjectKey key() {
            return parent.resolve(name);
        }

        @Override
        public int compareTo(Step other) {
            int byPath = path().compareTo(other.path());
            return byPath != 0 ? byPath : Boolean.compare(isNextPage, other.isNextPage);
        }
    }

    /**
     * Adds the steps for those subfolders that may contain names after {@code last}. Returns whether the folder is itself a
     * repository.
     */
    private boolean expand(
            ObjectKey key, String path, String last, int most, NavigableSet<Step> steps, FolderReads reads)
            throws IOException {
        if (!last.startsWith(path) || last.length() == path.length()) {
            return list(key, path, "", most, steps, reads);
        }
        String rest = last.substring(path.length());
        int slash = rest.indexOf('/');
        String component = slash < 0 ? rest : rest.substring(0, slash);
        // What is below a sorts after a-b and what is below that.
        for (int end = 1; end <= component.length(); end++) {
            boolean sortsAfter = end == component.length() || component.charAt(end) < '/';
            if (sortsAfter && isPartOfName(component.substring(0, end))) {
                steps.add(new Step(key, path, component.substring(0, end), false));
            }
        }
        // Names such as a-b sort before a/, and so does all that is below them.
        boolean _ = list(key, path, slash < 0 ? component : component + "/", most, steps, reads);
        // The folder sorts up to last, so it does not matter whether it is a repository.
        return false;
    }

    /**
     * Adds the steps for the subfolders whose names sort after a text. Returns whether the folder is a repository, where the
     * text is empty.
     */
    private boolean list(
            ObjectKey key, String path, String after, int most, NavigableSet<Step> steps, FolderReads reads)
            throws IOException {
        try {
            FolderNames page = reads.page(key, after, most);
            for (ObjectPage.Unreadable folder : page.unreadable()) {
                onListingFailure.onFailure(folder.key(), new ObjectUnreadableException(folder.reason()));
            }
            page.names().stream()
                    .filter(Catalog::isPartOfName)
                    .forEach(name -> steps.add(new Step(key, path, name, false)));
            if (page.more()) {
                steps.add(new Step(key, path, page.names().last(), true));
            }
            return after.isEmpty() && isMarked(key, page);
        } catch (IOException e) {
            onListingFailure.onFailure(key, e);
            return false;
        }
    }

    private boolean isMarked(ObjectKey folder, FolderNames page) throws IOException {
        for (String marker : markers) {
            boolean isListed = !page.more() || marker.compareTo(page.names().last()) <= 0;
            if (isListed ? page.names().contains(marker) : !isEmpty(folder.resolve(marker))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a folder can be part of the path of a repository. */
    private static boolean isPartOfName(String folder) {
        return RepositoryName.tryParse(folder).isPresent();
    }
}
