package dev.moorage.storage.memory;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/** The content of one version of an object, open for reading. */
final class InMemoryContent implements ObjectContent {
    private final ObjectInfo info;
    private final ByteBuffer bytes;

    InMemoryContent(ObjectInfo info, byte[] content, ByteRange range) {
        this.info = info;
        int length = (int) range.lengthWithin(content.length);
        this.bytes = ByteBuffer.wrap(content, length == 0 ? 0 : (int) range.offset(), length);
    }

    @Override
    public ObjectInfo info() {
        return info;
    }

    @Override
    public int read(ByteBuffer destination) {
        if (!bytes.hasRemaining()) {
            return -1;
        }
        int count = Math.min(bytes.remaining(), destination.remaining());
        destination.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public Optional<ChannelTransfer> transfer() {
        return Optional.of(this::transferTo);
    }

    private long transferTo(WritableByteChannel destination, long most) throws IOException {
        if (!bytes.hasRemaining()) {
            return -1;
        }
        int count = destination.write(bytes.slice(bytes.position(), (int) Math.min(bytes.remaining(), most)));
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public void close() {
        // Nothing to release.
    }
}
