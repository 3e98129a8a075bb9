package dev.moorage.storage.spi.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file for bytes that do not fit into memory. It disappears with its last user, and also when the process ends. */
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
        // The name is removed at once. The bytes stay as long as the file is open.
        Files.delete(path);
        return new SpoolFile(file);
    }

    void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            size += file.write(bytes, size);
        }
    }

    /** Reads from an offset, as {@link FileChannel#read(ByteBuffer, long)} does. Many threads may call it at once. */
    int read(ByteBuffer destination, long offset) throws IOException {
        return file.read(destination, offset);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
