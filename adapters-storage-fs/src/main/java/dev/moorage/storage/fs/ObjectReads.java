package dev.moorage.storage.fs;

import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/** Reads existing objects as files, by name. Symbolic links are not objects. */
final class ObjectReads {
    private final Root root;

    ObjectReads(Root root) {
        this.root = root;
    }

    /** Opens the file of an object for reading. Empty when there is none. */
    Optional<FileChannel> open(ObjectKey key) throws IOException {
        Path path = root.of(key);
        if (attributes(path).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        Optional<BasicFileAttributes> attributes = attributes(root.of(key));
        if (attributes.isPresent() && !Versions.isHashed(attributes.get().size())) {
            return attributes.map(known -> new ObjectInfo(
                    key,
                    known.size(),
                    Versions.of(known),
                    known.lastModifiedTime().toInstant()));
        }
        Optional<FileChannel> file = open(key);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel opened = file.get()) {
            return Optional.of(info(key, opened));
        }
    }

    /**
     * The metadata of an open file. The size belongs to the bytes that are read, and so does the version where the file is
     * small.
     */
    ObjectInfo info(ObjectKey key, FileChannel file) throws IOException {
        Optional<BasicFileAttributes> attributes = attributes(root.of(key));
        long size = file.size();
        ObjectVersion version = Versions.isHashed(size) || attributes.isEmpty()
                ? Versions.of(file, size)
                : Versions.of(attributes.get());
        Instant lastModified =
                attributes.map(known -> known.lastModifiedTime().toInstant()).orElse(Instant.EPOCH);
        return new ObjectInfo(key, size, version, lastModified);
    }

    /** The attributes of a regular file, or empty where there is none. */
    static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return FileAttributes.of(path).filter(BasicFileAttributes::isRegularFile);
        } catch (FileSystemException e) {
            if (isBelowAFile(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether the failure means that the name cannot exist, because a file is in the place of its folder. */
    static boolean isBelowAFile(FileSystemException e) {
        return String.valueOf(e.getReason()).contains("Not a directory");
    }
}
