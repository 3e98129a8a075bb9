package dev.moorage.storage.spi.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a part as the kind of stream that the client libraries of stores take. */
final class PartStream extends InputStream {
    private final Part part;
    private long position;

    PartStream(Part part) {
        this.part = part;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = part.read(ByteBuffer.wrap(bytes, offset, length), position);
        position += Math.max(0, count);
        return count;
    }
}
