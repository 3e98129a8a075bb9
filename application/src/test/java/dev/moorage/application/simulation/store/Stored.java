package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.ObjectInfo;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.ObjectVersion;
import java.time.Instant;

/** An object with its version and time. */
public record Stored(Content content, String version, Instant lastModified) {
    ObjectInfo info(ObjectKey key) {
        return new ObjectInfo(key, content.size(), new ObjectVersion(version), lastModified);
    }
}
