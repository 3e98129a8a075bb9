package dev.moorage.bootstrap.archive;

import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ArchiveSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/** Reads a tar archive from a file. Its headers are read once, and its files where they are. Nothing is extracted. */
public final class TarSource implements ArchiveSource, AutoCloseable {
    private final FileChannel channel;
    private final Map<String, TarEntries.Place> files;

    private TarSource(FileChannel channel, Map<String, TarEntries.Place> files) {
        this.channel = channel;
        this.files = files;
    }

    /**
     * Opens an archive.
     *
     * @throws ArchiveException it is no tar archive, or has entries that an archive of images does not have
     * @throws IOException the file cannot be read
     */
    public static TarSource open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new TarSource(channel, new TarEntries(channel).read());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Optional<ArchiveSource.File> find(String name) {
        return Optional.ofNullable(files.get(name)).map(place -> new Entry(channel, place));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private record Entry(FileChannel channel, TarEntries.Place place) implements ArchiveSource.File {
        @Override
        public long size() {
            return place.size();
        }

        @Override
        public InputStream open() {
            return new Slice(channel, place.offset(), place.size());
        }
    }

    /** The bytes of one file. */
    private static final class Slice extends InputStream {
        private final FileChannel channel;
        private long position;
        private long left;

        Slice(FileChannel channel, long position, long size) {
            this.channel = channel;
            this.position = position;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 || length == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)), position);
            if (count < 0) {
                throw new ArchiveException("the tar archive has become shorter");
            }
            position += count;
            left -= count;
            return count;
        }
    }
}
