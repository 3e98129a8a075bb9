package dev.moorage.bootstrap.access;

import dev.moorage.identity.keys.FileStamp;
import dev.moorage.identity.keys.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with keys on disk. A symbolic link is followed, so the files of a Kubernetes secret are seen to change. */
public record KeyFilePath(Path path) implements KeyFile {
    private static final int MAX_BYTES = 1 << 20;

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public FileStamp stamp() throws IOException {
        return FileStamp.of(path);
    }

    @Override
    public byte[] read() throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException(path + " is larger than " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(path);
    }
}
