package dev.moorage.storage.spi.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that holds what memory has no room for, and goes away with its last user, also when the process ends. */
final class SpoolFile implements AutoCloseable {
    private final FileChannel file;
    private long size;

    private SpoolFile(FileChannel file) {
        this.file = file;
    }

    static SpoolFile in(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path path = Files.createTempFile(directory, "part-", ".spool");
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        // The name goes at once; the bytes stay as long as the file is open.
        Files.delete(path);
        return new SpoolFile(file);
    }

    void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            size += file.write(bytes, size);
        }
    }

    /** Reads from an offset; like {@link FileChannel#read(ByteBuffer, long)}, for many threads at once. */
    int read(ByteBuffer destination, long offset) throws IOException {
        return file.read(destination, offset);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
