package dev.moorage.application.service.repository;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectUnreadableException;
import java.io.IOException;
import java.util.LinkedHashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out of a listing the folders that cannot be read alone, and logs each of them once. A client that lists again and
 * again does not fill the log.
 */
final class UnreadableFolders implements Catalog.ListingFailureHandler {
    /** The most folders that are remembered. When there are more, the oldest is forgotten, and may be logged again. */
    static final int MAX_KNOWN = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableFolders.class);

    private final Log log;
    private final LinkedHashSet<Known> logged = new LinkedHashSet<>();

    UnreadableFolders() {
        this((folder, reason) -> LOG.atWarn()
                .addKeyValue("folder", folder)
                .addKeyValue("reason", reason)
                .log("A folder of repositories cannot be read: they are not listed"));
    }

    UnreadableFolders(Log log) {
        this.log = log;
    }

    /** The destination of the lines. */
    interface Log {
        void unreadable(ObjectKey folder, String reason);
    }

    private record Known(ObjectKey folder, String reason) {}

    @Override
    public void onFailure(ObjectKey folder, IOException reason) throws IOException {
        if (!(reason instanceof ObjectUnreadableException) || folder.equals(RegistryKeys.REPOSITORIES)) {
            throw reason;
        }
        String message = String.valueOf(reason.getMessage());
        if (isNew(new Known(folder, message))) {
            log.unreadable(folder, message);
        }
    }

    private synchronized boolean isNew(Known folder) {
        if (!logged.add(folder)) {
            return false;
        }
        if (logged.size() > MAX_KNOWN) {
            logged.removeFirst();
        }
        return true;
    }
}
