package dev.moorage.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Reads a body into memory. */
final class WholeBody {
    private static final int FIRST = 64 * 1024;

    private WholeBody() {}

    /** Returns a body, or empty if it is larger than the limit. */
    static Optional<byte[]> read(TimedBody body, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(most + 1, FIRST));
        while (body.read(bytes) >= 0) {
            if (bytes.position() > most) {
                return Optional.empty();
            }
            if (!bytes.hasRemaining()) {
                bytes = ByteBuffer.allocate((int) Math.min(most + 1L, bytes.capacity() * 4L))
                        .put(bytes.flip());
            }
        }
        return Optional.of(Arrays.copyOf(bytes.array(), bytes.position()));
    }
}
