package dev.moorage.application.service.manifest;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.service.manifest.parse.ManifestObserver;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.storage.spi.io.ComputePool;
import java.io.IOException;

/** The bytes of a stored manifest, with the memory that is reserved for them. */
public final class StoredBytes implements AutoCloseable {
    private final byte[] content;
    private final MemoryBudget.Lease lease;
    private final ComputePool computing;

    StoredBytes(byte[] content, MemoryBudget.Lease lease, ComputePool computing) {
        this.content = content;
        this.lease = lease;
        this.computing = computing;
    }

    /** Returns the bytes. The caller must neither change them nor keep them. */
    byte[] content() {
        return content;
    }

    /** Returns the lease of the memory, for a caller that keeps the bytes longer. */
    MemoryBudget.Lease lease() {
        return lease;
    }

    /** Parses the manifest. */
    StoredManifest parse() throws IOException {
        return parse(ManifestObserver.NONE);
    }

    /** Parses the manifest. The observer is called before this method returns. */
    public StoredManifest parse(ManifestObserver observer) throws IOException {
        return content.length > MemoryBudget.SMALL
                ? computing.compute(() -> StoredManifest.read(content, observer))
                : StoredManifest.read(content, observer);
    }

    /** Returns the memory. May be called twice. */
    @Override
    public void close() {
        lease.close();
    }
}
