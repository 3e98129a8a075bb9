package dev.moorage.application.port.in.manifest;

import dev.moorage.domain.blob.Descriptor;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A manifest, byte for byte as it was put.
 *
 * @param bytes read-only; each call of the accessor gives a view of its own
 */
public record ManifestContent(Descriptor descriptor, ByteBuffer bytes) {
    public ManifestContent {
        Objects.requireNonNull(descriptor);
        bytes = bytes.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate();
    }
}
