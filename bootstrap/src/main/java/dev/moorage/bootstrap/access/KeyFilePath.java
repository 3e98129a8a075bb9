package dev.moorage.bootstrap.access;

import dev.moorage.identity.keys.FileStamp;
import dev.moorage.identity.keys.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with keys or rules on disk. */
public final class KeyFilePath implements KeyFile {
    private static final int MAX_BYTES = 1 << 20;

    private final Path path;
    private final RecentStamp stamp;

    public KeyFilePath(Path path) {
        this.path = path;
        this.stamp = new RecentStamp(path);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public FileStamp stamp() throws IOException {
        return stamp.get();
    }

    @Override
    public byte[] read() throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException(path + " is larger than " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(path);
    }
}
