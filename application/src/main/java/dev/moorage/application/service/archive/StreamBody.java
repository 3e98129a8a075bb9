package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.upload.UploadBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** A file of an archive as the body of a push. */
final class StreamBody implements UploadBody {
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final long size;
    private final byte[] chunk = new byte[CHUNK];

    StreamBody(InputStream in, long size) {
        this.in = in;
        this.size = size;
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(size);
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        int count = in.read(chunk, 0, Math.min(chunk.length, destination.remaining()));
        if (count > 0) {
            destination.put(chunk, 0, count);
        }
        return count;
    }

    @Override
    public void abort() {
        // No read waits for a client.
    }
}
