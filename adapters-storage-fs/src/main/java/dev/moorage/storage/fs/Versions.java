package dev.moorage.storage.fs;

import dev.moorage.storage.spi.object.ObjectVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Distinguishes one content of a file from another. Inode numbers are reused, and timestamps have a resolution of
 * milliseconds. So the version of a small file is a hash of its content: these are most files that the server changes by
 * compare-and-set. A large file that replaces another one gets a later time than that one.
 */
final class Versions {
    private static final int LARGEST_HASHED = 16 * 1024;

    private Versions() {}

    static boolean isHashed(long size) {
        return size <= LARGEST_HASHED;
    }

    static ObjectVersion of(byte[] content) {
        try {
            return new ObjectVersion(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static ObjectVersion of(BasicFileAttributes attributes) {
        return new ObjectVersion(attributes.fileKey() + "-" + attributes.size() + "-"
                + attributes.lastModifiedTime().toMillis());
    }

    /**
     * The version that a large file will have under the name of another file. Its time is set later than that of the file that
     * it replaces. The caller holds the lock of the name.
     */
    static ObjectVersion ofReplacement(Path file, Path replaced) throws IOException {
        Optional<FileTime> before = ObjectReads.attributes(replaced).map(BasicFileAttributes::lastModifiedTime);
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (before.isPresent()
                && attributes.lastModifiedTime().toMillis() <= before.get().toMillis()) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(before.get().toMillis() + 1));
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        }
        return of(attributes);
    }

    static ObjectVersion of(FileChannel file, long size) throws IOException {
        if (!isHashed(size)) {
            return new ObjectVersion("gone-" + size);
        }
        ByteBuffer content = ByteBuffer.allocate((int) size);
        while (content.hasRemaining() && file.read(content, content.position()) >= 0) {
            // Reads until the buffer is full or the file ends.
        }
        byte[] read = new byte[content.flip().remaining()];
        content.get(read);
        return of(read);
    }
}
