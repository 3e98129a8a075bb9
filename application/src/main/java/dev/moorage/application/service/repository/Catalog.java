package dev.moorage.application.service.repository;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectUnreadableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the repositories in storage: every folder that contains a marker folder. The walk follows the order of names as
 * strings. Its next folder is always the first of those that were seen and not yet listed, because the content of a
 * folder sorts after the folder itself.
 */
public final class Catalog {
    private static final Set<String> CONTENT = Set.of("_manifests", "_layers");
    private static final Set<String> UPLOADS = Set.of("_uploads");
    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

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
        return new Catalog(storage, CONTENT, (folder, reason) -> {
            if (!(reason instanceof ObjectUnreadableException) || folder.equals(RegistryKeys.REPOSITORIES)) {
                throw reason;
            }
            LOG.atWarn()
                    .addKeyValue("folder", folder)
                    .addKeyValue("reason", reason.getMessage())
                    .log("A folder of repositories cannot be read: they are not listed");
        });
    }

    /** Returns the repositories that have uploads, with or without content. */
    public static Catalog withUploads(StorageDriver storage, ListingFailureHandler onListingFailure) {
        return new Catalog(storage, UPLOADS, onListingFailure);
    }

    /** Returns whether a repository exists. */
    boolean contains(RepositoryName name) throws IOException {
        return !isEmpty(RegistryKeys.manifests(name)) || !isEmpty(RegistryKeys.layers(name));
    }

    private boolean isEmpty(ObjectKey prefix) throws IOException {
        return storage.list(prefix, ListOptions.recursive(1)).entries().isEmpty();
    }

    /** Returns the first {@code most} repositories whose names sort after {@code last}. */
    public List<RepositoryName> namesAfter(String last, int most) throws IOException {
        return namesAfter(last, most, NameFilter.ALL);
    }

    /**
     * Returns the first {@code most} of those repositories that the filter shows, whose names sort after {@code last}. A folder that
     * neither is such a repository nor may hold one is not read.
     */
    List<RepositoryName> namesAfter(String last, int most, NameFilter filter) throws IOException {
        List<RepositoryName> found = new ArrayList<>();
        PriorityQueue<String> folders = new PriorityQueue<>();
        expand(RegistryKeys.REPOSITORIES, "", last, folders);
        while (!folders.isEmpty() && found.size() < most) {
            String folder = folders.remove();
            Optional<RepositoryName> name = RepositoryName.tryParse(folder).filter(filter::includes);
            if (name.isEmpty() && !filter.mayIncludeBelow(folder)) {
                continue;
            }
            boolean repository = expand(RegistryKeys.REPOSITORIES.resolve(folder), folder + "/", last, folders);
            if (repository && name.isPresent() && folder.compareTo(last) > 0) {
                found.add(name.get());
            }
        }
        return found;
    }

    /**
     * Adds those subfolders that may contain names after {@code last}. Returns whether the folder is itself a
     * repository.
     */
    private boolean expand(ObjectKey key, String path, String last, PriorityQueue<String> folders) throws IOException {
        boolean[] repository = {false};
        try {
            ObjectWalk.children(storage, key).markingUnreadable().forEach(entry -> {
                String name = entry.key().name();
                if (entry instanceof ObjectPage.Unreadable(ObjectKey folder, String reason)) {
                    onListingFailure.onFailure(folder, new ObjectUnreadableException(reason));
                } else if (markers.contains(name)) {
                    repository[0] = true;
                } else if (name.charAt(0) != '_' && mayHoldAfter(path + name, last)) {
                    folders.add(path + name);
                }
            });
        } catch (IOException e) {
            onListingFailure.onFailure(key, e);
        }
        return repository[0];
    }

    /**
     * Returns whether a name below the folder may sort after {@code last}. Names are ASCII, so U+007F sorts after all
     * their characters.
     */
    private static boolean mayHoldAfter(String folder, String last) {
        return (folder + "/\u007f").compareTo(last) > 0;
    }
}
