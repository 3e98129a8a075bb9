package dev.moorage.bootstrap.access;

import dev.moorage.identity.keys.FileStamp;
import dev.moorage.identity.keys.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file with keys on disk. A symbolic link is followed, so the files of a Kubernetes secret are seen to change. */
public record KeyFilePath(Path path) implements KeyFile {
    private static final int MAX_BYTES = 1 << 20;

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public FileStamp stamp() throws IOException {
        return stamp(path);
    }

    /** Returns the stamp of the file that a path leads to. A symbolic link is followed. */
    public static FileStamp stamp(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileStamp(
                attributes.fileKey(),
                attributes.size(),
                attributes.lastModifiedTime().toInstant());
    }

    @Override
    public byte[] read() throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException(path + " is larger than " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(path);
    }
}
