package dev.moorage.application.service.manifest;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.storage.spi.io.Processors;
import java.io.IOException;

/** The bytes of a stored manifest, in memory that is reserved for them. */
public final class StoredBytes implements AutoCloseable {
    private final byte[] content;
    private final MemoryBudget.Lease lease;

    StoredBytes(byte[] content, MemoryBudget.Lease lease) {
        this.content = content;
        this.lease = lease;
    }

    /** The bytes; not to be changed, and not to be kept. */
    byte[] content() {
        return content;
    }

    /** The memory that is reserved for the bytes, for who keeps them longer. */
    MemoryBudget.Lease lease() {
        return lease;
    }

    /** What the registry knows of the manifest. */
    StoredManifest parse() throws IOException {
        return parse(ManifestObserver.NONE);
    }

    /** What the registry knows of the manifest; the observer is called before this returns. */
    public StoredManifest parse(ManifestObserver observer) throws IOException {
        return content.length > MemoryBudget.SMALL
                ? Processors.compute(() -> StoredManifest.read(content, observer))
                : StoredManifest.read(content, observer);
    }

    /** Gives the memory back. May be called twice. */
    @Override
    public void close() {
        lease.close();
    }
}
