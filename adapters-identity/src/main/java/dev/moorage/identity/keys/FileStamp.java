package dev.moorage.identity.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What changes with a file: its identity, its size in bytes, and when it was modified. It is looked at in each request, so it is
 * compared without a text of it.
 *
 * @param file the identity of the file, its device and inode on Unix, or null on file systems without identities
 */
public record FileStamp(@Nullable Object file, long size, FileTime modified) {
    /** Returns the stamp of the file that a path leads to. A symbolic link is followed. */
    public static FileStamp of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileStamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
    }
}
