package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names that this process has synced, so that it need not sync them again. Each is remembered with the file that it named
 * then, because another process may have removed the name and given it to a new file.
 */
final class FsyncedNames {
    private final Map<Path, Identity> known;

    /**
     * Distinguishes the file that has a name now from one that had it before. Inode numbers are reused, but not within a
     * tick of the clock.
     */
    record Identity(@Nullable Object fileKey, FileTime created) {}

    /**
     * @param most the most names to remember. A later name displaces the earliest one
     */
    FsyncedNames(int most) {
        this.known = Collections.synchronizedMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Identity> eldest) {
                return size() > most;
            }
        });
    }

    /** The identity of the file that has the name now, or empty when there is none. Callers read it before the fsync. */
    static Optional<Identity> identity(Path path) throws IOException {
        return FileAttributes.of(path).map(there -> new Identity(there.fileKey(), there.creationTime()));
    }

    boolean contains(Path path, Identity identity) {
        return identity.equals(known.get(path));
    }

    /** Remembers names that were synced. Called once all directories on which the names depend are synced too. */
    void add(Map<Path, Identity> forced) {
        known.putAll(forced);
    }

    void remove(Path path) {
        known.remove(path);
    }
}
