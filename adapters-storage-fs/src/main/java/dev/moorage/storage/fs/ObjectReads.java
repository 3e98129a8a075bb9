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
import java.util.Objects;
import java.util.Optional;

/** Reads existing objects as files, by name. Symbolic links are not objects. */
final class ObjectReads {
    private final Root root;

    ObjectReads(Root root) {
        this.root = root;
    }

    /** An open file of an object, and the metadata of this file. */
    record Opened(FileChannel file, ObjectInfo info) {}

    /**
     * Opens the file of an object for reading. Empty when there is none. A file that is replaced at that moment is opened again,
     * so that a writer never changes one version by the content of another.
     */
    Optional<Opened> open(ObjectKey key) throws IOException {
        Path path = root.of(key);
        Optional<BasicFileAttributes> before = attributes(path);
        while (before.isPresent()) {
            Optional<FileChannel> file = channel(path);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            boolean returned = false;
            try {
                Optional<BasicFileAttributes> after = attributes(path);
                long size = file.get().size();
                if (Versions.isHashed(size) || after.isEmpty() || isSame(before.get(), after.get())) {
                    Opened opened = new Opened(file.get(), info(key, file.get(), size, after));
                    returned = true;
                    return Optional.of(opened);
                }
                before = after;
            } finally {
                if (!returned) {
                    file.get().close();
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<FileChannel> channel(Path path) throws IOException {
        try {
            return Optional.of(FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Whether a name had the same file at two moments. A file that replaces another one has a later time. */
    private static boolean isSame(BasicFileAttributes before, BasicFileAttributes after) {
        return before.lastModifiedTime().equals(after.lastModifiedTime())
                && before.size() == after.size()
                && Objects.equals(before.fileKey(), after.fileKey());
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
        Optional<Opened> opened = open(key);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel _ = opened.get().file()) {
            return Optional.of(opened.get().info());
        }
    }

    /** The metadata of an open file. Without attributes it has been deleted, and its version is that of no object. */
    private static ObjectInfo info(ObjectKey key, FileChannel file, long size, Optional<BasicFileAttributes> attributes)
            throws IOException {
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
