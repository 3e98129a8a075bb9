package dev.moorage.storage.fs;

import dev.moorage.storage.spi.StorageUnavailableException;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Distinguishes a root from the empty mount point that remains when its volume is unmounted, by a file or folder that every
 * root has. The driver checks this when an object is absent, and before it creates anything directly in the root. An object
 * that seems absent from a missing root may exist in it.
 */
final class RootPresence {
    private final Path marker;
    private final FolderLinks links;
    private final Replaced replaced;
    private volatile Optional<Object> identity;

    /**
     * What to do when the marker is another file than before, because the root was restored from a copy or mounted again.
     */
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
     * Checks that the root and the folder of a key exist.
     *
     * @throws StorageUnavailableException when one of them is gone
     */
    void require(ObjectKey key) throws IOException {
        require();
        links.requireThere(key);
    }

    /**
     * Checks that the root exists.
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
