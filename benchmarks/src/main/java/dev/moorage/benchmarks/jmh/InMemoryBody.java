package dev.moorage.benchmarks.jmh;

import dev.moorage.application.port.in.upload.UploadBody;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** A body that is complete in memory. */
final class InMemoryBody implements UploadBody {
    private final ByteBuffer content;

    InMemoryBody(byte[] content) {
        this.content = ByteBuffer.wrap(content);
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(content.limit());
    }

    @Override
    public int read(ByteBuffer destination) {
        if (!content.hasRemaining()) {
            return -1;
        }
        int count = Math.min(content.remaining(), destination.remaining());
        destination.put(content.slice(content.position(), count));
        content.position(content.position() + count);
        return count;
    }

    @Override
    public void abort() {
        // Reads of this body never block, so there is nothing to abort.
    }
}
