package dev.moorage.application.port.in.manifest;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.domain.blob.Descriptor;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A manifest, byte for byte as it was pushed. It is held in memory until it is closed.
 *
 * @param bytes the bytes, read-only. Each call of the accessor returns a new view
 * @param lease the memory that is reserved for the bytes
 */
public record ManifestContent(Descriptor descriptor, ByteBuffer bytes, MemoryBudget.Lease lease)
        implements AutoCloseable {
    public ManifestContent {
        Objects.requireNonNull(descriptor);
        bytes = bytes.asReadOnlyBuffer();
        Objects.requireNonNull(lease);
    }

    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate();
    }

    @Override
    public void close() {
        lease.close();
    }
}
