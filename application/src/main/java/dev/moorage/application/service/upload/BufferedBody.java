package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.upload.UploadBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A small body in memory. It is complete, or has the bytes that arrived before it ended early.
 *
 * @param content the bytes that arrived
 * @param bytes the same bytes, consumed by {@link #read}
 * @param broken why the body ended early. Empty if it is complete
 */
record BufferedBody(byte[] content, ByteBuffer bytes, OptionalLong length, Optional<IOException> broken)
        implements UploadBody {
    /** Receives a body of {@code length} bytes. */
    public static BufferedBody of(UploadBody body, int length) {
        byte[] content = new byte[length];
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            while (bytes.hasRemaining()) {
                if (body.read(bytes) < 0) {
                    throw new IOException("the body ended before its length");
                }
            }
            return new BufferedBody(content, bytes.flip(), OptionalLong.of(length), Optional.empty());
        } catch (IOException e) {
            byte[] arrived = Arrays.copyOf(content, bytes.position());
            return new BufferedBody(arrived, ByteBuffer.wrap(arrived), OptionalLong.of(length), Optional.of(e));
        }
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), destination.remaining());
            destination.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count;
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
        return -1;
    }

    @Override
    public void abort() {
        // There is no writer to interrupt: no more bytes will arrive.
    }
}
