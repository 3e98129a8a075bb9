package dev.moorage.storage.fs;

import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Tells a root from the empty folder that is left where its volume was unmounted, by a file or folder that every root has. It
 * is asked when something is absent, and before anything is made in the root itself: what is absent from a root that is gone
 * may be there.
 */
final class RootPresence {
    private final Path marker;
    private final FolderLinks links;
    private final Replaced replaced;
    private volatile Optional<Object> identity;

    /** What is done when the marker is another file than before: the root was put back from a copy, or mounted again. */
    interface Replaced {
        void replaced() throws IOException;
    }

    RootPresence(Path marker, FolderLinks links, Replaced replaced) throws IOException {
        this.marker = marker;
        this.links = links;
        this.replaced = replaced;
        this.identity = attributes().map(BasicFileAttributes::fileKey);
    }

    /**
     * Does nothing when the root is there, and the folder of a key.
     *
     * @throws StorageUnavailableException when it is gone
     */
    void require(ObjectKey key) throws IOException {
        require();
        links.requireThere(key);
    }

    /**
     * Does nothing when the root is there.
     *
     * @throws StorageUnavailableException when it is gone
     */
    void require() throws IOException {
        Optional<Object> there = attributes().map(BasicFileAttributes::fileKey);
        if (there.isEmpty()) {
            throw new StorageUnavailableException("the root directory is gone");
        }
        if (!there.equals(identity)) {
            replaced.replaced();
            identity = there;
        }
    }

    private Optional<BasicFileAttributes> attributes() throws IOException {
        try {
            return FileAttributes.of(marker);
        } catch (FileSystemException _) {
            return Optional.empty(); // A network file system that is gone answers with an error.
        }
    }
}
