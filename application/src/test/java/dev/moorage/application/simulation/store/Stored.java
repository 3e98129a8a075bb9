package dev.moorage.application.simulation.store;

import dev.moorage.application.port.out.storage.ObjectInfo;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.ObjectVersion;
import java.time.Instant;

/** An object under its name. */
public record Stored(Content content, String version, Instant lastModified) {
    ObjectInfo info(ObjectKey key) {
        return new ObjectInfo(key, content.size(), new ObjectVersion(version), lastModified);
    }
}
