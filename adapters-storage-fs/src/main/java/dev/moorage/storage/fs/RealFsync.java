package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Calls fdatasync for files and fsync for directories. */
final class RealFsync implements Fsync {
    @Override
    public void file(FileChannel file) throws IOException {
        file.force(false);
    }

    @Override
    public void directory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
