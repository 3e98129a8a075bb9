package dev.moorage.storage.fs;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The content of an open file. The driver replaces and deletes files by name, so this content stays one version. */
final class FileContent implements ObjectContent {
    private static final Logger LOG = LoggerFactory.getLogger(FileContent.class);

    private final FileChannel file;
    private final ObjectInfo info;
    private final Shortened shortened;
    private long position;
    private long left;

    /** Explains why a file is shorter than it was. */
    interface Shortened {
        IOException reason() throws IOException;
    }

    FileContent(FileChannel file, ObjectInfo info, ByteRange range) {
        this(file, info, range, () -> new IOException("object " + info.key() + " is shorter than it was"));
    }

    FileContent(FileChannel file, ObjectInfo info, ByteRange range, Shortened shortened) {
        this.file = file;
        this.info = info;
        this.shortened = shortened;
        this.position = range.offset();
        this.left = range.lengthWithin(info.size());
    }

    @Override
    public ObjectInfo info() {
        return info;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (left == 0) {
            return -1;
        }
        int limit = destination.limit();
        if (destination.remaining() > left) {
            destination.limit(destination.position() + (int) left);
        }
        int count = file.read(destination, position);
        destination.limit(limit);
        if (count < 0) {
            throw shortened.reason();
        }
        position += count;
        left -= count;
        return count;
    }

    @Override
    public Optional<ChannelTransfer> transfer() {
        return Optional.of(this::transferTo);
    }

    private long transferTo(WritableByteChannel destination, long most) throws IOException {
        if (left == 0) {
            return -1;
        }
        long count = file.transferTo(position, Math.min(left, most), destination);
        if (count == 0 && file.size() <= position) {
            throw shortened.reason();
        }
        position += count;
        left -= count;
        return count;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A file could not be closed");
        }
    }
}
