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
 * Names that this process has forced, so that they need not be forced again, and what they named then: another process may
 * have taken one away and given it to something new.
 */
final class KnownNames {
    private final Map<Path, Identity> known;

    /** Tells what has a name from what had it before. Inode numbers are used again, but not within a tick of the clock. */
    record Identity(@Nullable Object fileKey, FileTime created) {}

    /**
     * @param most how many are remembered; those that come later displace the earliest
     */
    KnownNames(int most) {
        this.known = Collections.synchronizedMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Identity> eldest) {
                return size() > most;
            }
        });
    }

    /** What has the name now; empty when there is nothing. Taken before it is forced. */
    static Optional<Identity> identity(Path path) throws IOException {
        return FileAttributes.of(path).map(there -> new Identity(there.fileKey(), there.creationTime()));
    }

    boolean contains(Path path, Identity identity) {
        return identity.equals(known.get(path));
    }

    /** Remembers what was forced, once all that it hangs on is forced too. */
    void add(Map<Path, Identity> forced) {
        known.putAll(forced);
    }

    void remove(Path path) {
        known.remove(path);
    }
}
