package dev.moorage.application.service.upload;

import dev.moorage.application.port.in.upload.UploadBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A small body that was received whole into memory, or as far as it came before it broke.
 *
 * @param bytes what arrived; read once by {@link #read}, and as a whole by {@link #content}
 * @param broken why there is no more
 */
record ReceivedBody(ByteBuffer bytes, OptionalLong length, Optional<IOException> broken) implements UploadBody {
    /** Receives a body of that many bytes. */
    static ReceivedBody of(UploadBody body, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                if (body.read(bytes) < 0) {
                    throw new IOException("the body ended before its length");
                }
            }
            return new ReceivedBody(bytes.flip(), OptionalLong.of(length), Optional.empty());
        } catch (IOException e) {
            return new ReceivedBody(bytes.flip(), OptionalLong.of(length), Optional.of(e));
        }
    }

    /** All that arrived. */
    byte[] content() {
        byte[] content = new byte[bytes.limit()];
        bytes.duplicate().rewind().get(content);
        return content;
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
        // Nothing waits: all that will come is here.
    }
}
