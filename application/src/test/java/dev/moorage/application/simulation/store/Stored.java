package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.time.Instant;

/** An object with its version and time. */
public record Stored(Content content, String version, Instant lastModified) {
    ObjectInfo info(ObjectKey key) {
        return new ObjectInfo(key, content.size(), new ObjectVersion(version), lastModified);
    }
}
